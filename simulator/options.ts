import type { FaultRule } from "./faults";
import type { Mode } from "./service";
import type { Tenant, TenantState } from "./tenant";
import type { ThrottleOptions } from "./throttle";

export interface SimulatorOptions {
    /** TCP port on 127.0.0.1; 0 or left out: a free one. */
    readonly port?: number;
    /** `service` (default): what tenants really do. `documented`: what Microsoft's documents promise. */
    readonly mode?: Mode;
    /** Added to every HTTP answer, in milliseconds. */
    readonly latencyMs?: number;
    /** True: Intune's documented limits. */
    readonly throttle?: boolean | ThrottleOptions;
    /** How long reads of assignments stay behind writes, in milliseconds. */
    readonly readLagMs?: number;
    /** Items of a page where the client asks for no `$top`; 100 when left out. */
    readonly pageSize?: number;
    /** The tenant, or a JSON file that is read if it is there and written after every change. */
    readonly state?: TenantState | string;
    /** The tenant where `state` names a file that is not there yet; an empty one when left out. */
    readonly initialState?: TenantState;
    /** Bearer tokens that are let in; any token when left out. */
    readonly tokens?: readonly string[];
    /** Graph permissions the app has; all when left out. */
    readonly permissions?: readonly string[];
    /** Multi Admin Approval: writes wait for a second administrator. */
    readonly approval?: boolean;
}

/** One request as it arrived; requests inside a `$batch` are recorded one by one, after the batch. */
export interface RecordedRequest {
    /** Number of the HTTP request, from 1. */
    readonly http: number;
    readonly isBatched: boolean;
    readonly method: string;
    readonly version: string;
    /** Below the version, with its query, decoded. */
    readonly path: string;
    /** Without the token. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly status: number;
    /** Milliseconds since the epoch. */
    readonly atMs: number;
}

/** `before` a request is applied or after it, so that a test can act as somebody else in between. */
export type RequestHook = (
    request: { readonly method: string; readonly path: string; readonly body: unknown },
    when: "before" | "after",
) => void | Promise<void>;

export interface Counts {
    /** HTTP requests. */
    readonly http: number;
    /** Requests that count against Graph's limits: inner ones of a batch singly. */
    readonly logical: number;
    readonly writes: number;
    readonly assigns: number;
}

export interface Simulator {
    /** `http://127.0.0.1:<port>`, what `intune:endpoint` is set to. */
    readonly url: string;
    readonly tenant: Tenant;
    readonly requests: readonly RecordedRequest[];
    mode: Mode;
    latencyMs: number;
    clearRequests(): void;
    counts(): Counts;
    /** Arms a fault. */
    fail(rule: FaultRule): void;
    clearFaults(): void;
    /** Sets the hook; undefined removes it. */
    onRequest(hook: RequestHook | undefined): void;
    close(): Promise<void>;
}
