import type { PendingApproval } from "./approval";
import type { FaultRule } from "./faults";
import type { Counts, RecordedRequest } from "./requestLog";
import type { Mode } from "./target";
import type { Tenant } from "./tenant";
import type { TenantState } from "./tenantState";
import type { ThrottleOptions } from "./throttle";

export interface SimulatorOptions {
    /** TCP port on 127.0.0.1; 0 or left out: a free one. */
    readonly port?: number;
    /** `service` (default): what tenants really do. `documented`: what Microsoft's documents promise. */
    readonly mode?: Mode;
    /** Added to every HTTP answer, in milliseconds. */
    readonly latencyMs?: number;
    /** True: Intune's documented limits; an object changes some of them. */
    readonly throttle?: boolean | Partial<ThrottleOptions>;
    /** How long reads of assignments stay behind writes, and groups that were just made are unknown, in milliseconds. */
    readonly readLagMs?: number;
    /** Items of a page where the client asks for no `$top`; 100 when left out. */
    readonly pageSize?: number;
    /** The tenant, or a JSON file that is read if it is there and written after changes. */
    readonly state?: TenantState | string;
    /** The tenant where `state` names a file that is not there yet; an empty one when left out. */
    readonly initialState?: TenantState;
    /** Bearer tokens that are let in; any token when left out. */
    readonly tokens?: readonly string[];
    /** Graph permissions the app has; all when left out. */
    readonly permissions?: readonly string[];
    /** Numbers from 0 to below 1 for faults that are drawn; a seeded source makes them repeatable. */
    readonly random?: () => number;
    /** Multi Admin Approval: writes wait for a second administrator. */
    readonly approval?: boolean;
}

/** `before` a request is applied or after it, so that a test can act as somebody else in between. */
export type RequestHook = (
    request: { readonly method: string; readonly path: string; readonly body: unknown },
    when: "before" | "after",
) => void | Promise<void>;

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
    /** Begins a new window of the throttle. */
    clearThrottle(): void;
    /** Sets the hook; undefined removes it. */
    onRequest(hook: RequestHook | undefined): void;
    /** Changes that wait for a second administrator. */
    approvals(): readonly PendingApproval[];
    /** Approves a change; the caller sends it again with its code. False where there is no such code. */
    approve(code: string): boolean;
    /** Stops it; what is not saved yet is saved first. */
    close(): Promise<void>;
}
