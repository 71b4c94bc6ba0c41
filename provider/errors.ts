/**
 * Every error a user can meet. Only `message` survives the way to the engine, so each message stands alone and follows
 * one grammar: what failed, on which object, why, what to do next. No error holds a request, a response or a token.
 */

const brand = "pulumi-intune/error";

export type IntuneErrorName =
    | "InvalidInputError"
    | "ConfigurationError"
    | "AuthenticationError"
    | "PermissionError"
    | "GraphRequestError"
    | "UnclearEndError"
    | "ApprovalPendingError"
    | "ConflictError"
    | "NotConfirmedError"
    | "OperationTimeoutError"
    | "CancelledError"
    | "LookupError"
    | "PartialApplyError";

/** Base of all errors that are meant for the user. */
export abstract class IntuneError extends Error {
    abstract override readonly name: IntuneErrorName;
    readonly brand = brand;

    constructor(message: string, options?: { cause?: unknown }) {
        super(message, options);
        Object.defineProperty(this, "brand", { enumerable: false });
        if (options && "cause" in options) {
            Object.defineProperty(this, "cause", { value: options.cause, enumerable: false });
        }
    }

    /** True for errors of any copy of this package, in any realm. */
    static isInstance(value: unknown): value is IntuneError {
        return value instanceof Error && (value as { brand?: unknown }).brand === brand;
    }
}

/** Arguments that can't be right, found outside of `check` (there they become check failures). */
export class InvalidInputError extends IntuneError {
    override readonly name = "InvalidInputError";
}

/** Settings that are missing, contradict each other or can't be read. */
export class ConfigurationError extends IntuneError {
    override readonly name = "ConfigurationError";
}

/** No token could be had. Names the method that was tried and the setting that chose it, never its value. */
export class AuthenticationError extends IntuneError {
    override readonly name = "AuthenticationError";
}

/** Facts of a failed exchange with Graph. None of them is secret. */
export interface GraphFailure {
    /** HTTP status; 0 when no answer came. */
    readonly status: number;
    /** Graph's `error.code`, free text for Intune; empty when there was none. */
    readonly code: string;
    /** Graph's message with nested JSON unwrapped. */
    readonly reason: string;
    readonly requestId?: string | undefined;
    readonly clientRequestId?: string | undefined;
    /** Intune's own support key, from the nested message. */
    readonly activityId?: string | undefined;
    readonly date?: string | undefined;
}

/** Graph answered with a failure that repeating the request does not mend. */
export class GraphRequestError extends IntuneError {
    override readonly name: "GraphRequestError" | "PermissionError" | "ApprovalPendingError" | "UnclearEndError" =
        "GraphRequestError";
    readonly failure: GraphFailure;

    constructor(message: string, failure: GraphFailure, options?: { cause?: unknown }) {
        super(message, options);
        this.failure = failure;
    }
}

/** 401 or 403: the app lacks a Graph permission, an Intune role or a licence. */
export class PermissionError extends GraphRequestError {
    override readonly name = "PermissionError";
    /** The Graph permission whose lack explains the answer best. */
    readonly permission: string;

    constructor(message: string, failure: GraphFailure, permission: string) {
        super(message, failure);
        this.permission = permission;
    }
}

/** A write whose end is unknown: the connection broke, the service answered 5xx, or time ran out. */
export class UnclearEndError extends GraphRequestError {
    override readonly name = "UnclearEndError";
}

/** Multi Admin Approval: the service keeps the change until another administrator approves it. */
export class ApprovalPendingError extends GraphRequestError {
    override readonly name = "ApprovalPendingError";
    readonly approvalCode: string;

    constructor(message: string, failure: GraphFailure, approvalCode: string) {
        super(message, failure);
        this.approvalCode = approvalCode;
    }
}

/** Something is on the policy already, and the settings do not allow to replace it. */
export class ConflictError extends IntuneError {
    override readonly name = "ConflictError";
}

/** Graph accepted a write, but neither its answer nor a later read shows the result. */
export class NotConfirmedError extends IntuneError {
    override readonly name = "NotConfirmedError";
}

/** An operation took longer than `intune:operationTimeoutSeconds`. */
export class OperationTimeoutError extends IntuneError {
    override readonly name = "OperationTimeoutError";

    constructor(timeoutMs: number) {
        super(
            `Operation failed: it did not end within intune:operationTimeoutSeconds (${String(timeoutMs / 1000)} s). What is done is done: run \`pulumi up\` again, or raise the limit.`,
        );
    }
}

/** The user interrupted the run, or the engine is gone. */
export class CancelledError extends IntuneError {
    override readonly name = "CancelledError";

    constructor() {
        super("Operation cancelled: the run was interrupted. What is done is done: run `pulumi up` to go on.");
    }
}

/**
 * A write may have been applied, and Graph could not be read to make sure. The host records `id` and `properties` in the
 * state, so that the next run puts it right and a removed resource is still cleaned up.
 */
export class PartialApplyError extends IntuneError {
    override readonly name = "PartialApplyError";
    readonly id: string;
    readonly properties: Readonly<Record<string, unknown>>;
    readonly reasons: readonly string[];

    constructor(cause: Error, id: string, properties: Readonly<Record<string, unknown>>) {
        super(cause.message, { cause });
        this.id = id;
        this.properties = properties;
        this.reasons = [cause.message];
    }
}

/** A name that nothing has, or more than one thing. */
export class LookupError extends IntuneError {
    override readonly name = "LookupError";
}
