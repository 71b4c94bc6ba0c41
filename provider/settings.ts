/** What the provider runs with. Built once from stack configuration and environment; holds secrets, is never printed. */
export interface Settings {
    readonly cloud: CloudName;
    /** Graph root without version and without a trailing slash. */
    readonly endpoint: string;
    readonly apiVersion: ApiVersion;
    readonly writeMode: WriteMode;
    readonly onExisting: OnExisting;
    readonly liveDiff: boolean;
    readonly pacing: Pacing;
    readonly approvalJustification?: string | undefined;
    readonly requestTimeoutMs: number;
    readonly operationTimeoutMs: number;
    readonly credentials: CredentialSettings;
}

export type CloudName = "public" | "usgovernment" | "usgovernmentdod" | "china";
export type ApiVersion = "beta" | "v1.0";
export type WriteMode = "auto" | "collection" | "reference" | "assign";
export type OnExisting = "adoptIfEqual" | "takeOver" | "refuse";
/** `documented`: stay under Intune's published request limits; `off`: for simulators that have none. */
export type Pacing = "documented" | "off";
export type CredentialSettings = Record<string, never>;
