import { clouds, type CloudName } from "./clouds";
import { chooseCredentials, missingCredentials, type CredentialSettings } from "./credentialSettings";
import { ConfigurationError } from "./errors";
import type { Secret } from "./secret";
import { readSettings, type SettingsSource } from "./settingKeys";

export type { CloudName } from "./clouds";
export type { CredentialSettings } from "./credentialSettings";
export type { SettingsSource } from "./settingKeys";

/** What the provider runs with. Built once from stack configuration and environment; prints no secret. */
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
    /** The proxy on the way to the network; its address may hold a password. */
    readonly proxy?: Secret | undefined;
    /** Hosts that are reached without it, as NO_PROXY lists them. */
    readonly noProxy?: string | undefined;
}

export type ApiVersion = "beta" | "v1.0";
export type WriteMode = "auto" | "collection" | "reference" | "assign";
export type OnExisting = "adoptIfEqual" | "takeOver" | "refuse";
/** `documented`: stay under Intune's published request limits; `off`: for simulators that have none. */
export type Pacing = "documented" | "off";

/** Throws one ConfigurationError that lists all problems. Credentials that are not there at all are none. */
export function resolveSettings(source: SettingsSource): Settings {
    const read = readSettings(source);
    const { found } = read;
    const cloud = found.environment?.value ?? "public";
    const chosen = chooseCredentials(read, clouds[cloud]);
    const problems = [...read.problems, ...chosen.problems];
    if (problems.length > 0) {
        throw new ConfigurationError(`Configuration failed: ${listed(problems)}`);
    }
    return {
        cloud,
        endpoint: found.endpoint?.value ?? clouds[cloud].graph,
        apiVersion: found.apiVersion?.value ?? "beta",
        writeMode: found.writeMode?.value ?? "auto",
        onExisting: found.onExisting?.value ?? "adoptIfEqual",
        liveDiff: found.liveDiff?.value ?? true,
        pacing: found.pacing?.value ?? "documented",
        approvalJustification: found.approvalJustification?.value,
        requestTimeoutMs: found.requestTimeoutSeconds?.value ?? 100_000,
        operationTimeoutMs: found.operationTimeoutSeconds?.value ?? 1_200_000,
        credentials: chosen.credentials,
        proxy: found.proxy?.value,
        noProxy: found.noProxy?.value,
    };
}

function listed(problems: readonly string[]): string {
    return problems.length === 1
        ? String(problems[0])
        : `${String(problems.length)} settings can't be used.\n${problems.map((problem) => `  - ${problem}`).join("\n")}`;
}

/** Throws when no way to sign in is configured, with everything that could be. */
export function requireCredentials({ credentials }: Settings): void {
    if (credentials.method === "none") {
        throw missingCredentials(credentials);
    }
}
