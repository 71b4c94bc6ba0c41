import type { Failure } from "../assignment/validate";
import type { Session } from "../operations/session";

export type Properties = Readonly<Record<string, unknown>>;

export interface CheckResult {
    readonly inputs: Record<string, unknown>;
    readonly failures: readonly Failure[];
}

/** How one property differs, in the words of the engine's protocol. */
export type PropertyChange = "add" | "delete" | "update" | "add-replace" | "delete-replace" | "update-replace";

export interface DiffResult {
    readonly changes: boolean;
    readonly replaces: readonly string[];
    readonly deleteBeforeReplace: boolean;
    /** Property paths that differ, for hosts that can show them. */
    readonly detailed: Readonly<Record<string, PropertyChange>>;
    /** One line for each thing that Graph has otherwise than the state says. */
    readonly drift: readonly string[];
}

export interface CreateResult {
    readonly id: string;
    readonly outs: Record<string, unknown>;
}

/** `id: ""` says that the resource is gone. */
export interface ReadResult {
    readonly id: string;
    readonly props: Record<string, unknown>;
    readonly inputs: Record<string, unknown>;
}

/** Names of the properties that a state of the resource can't be without, and of those only Graph can tell. */
export interface Shape {
    readonly required: readonly string[];
    readonly computed: readonly string[];
}

/**
 * What both hosts call, in Pulumi's verbs. Nothing here knows gRPC or @pulumi/pulumi. Errors are IntuneErrors, meant to
 * be read by the user.
 */
export interface ResourceHandler {
    readonly shape: Shape;
    check(session: Session, news: Properties): CheckResult;
    diff(session: Session, olds: Properties, news: Properties): Promise<DiffResult>;
    create(session: Session, inputs: Properties): Promise<CreateResult>;
    /** Without the required properties, as for `pulumi import`, the id alone says what to read. */
    read(session: Session, id: string, props: Properties): Promise<ReadResult>;
    update(session: Session, id: string, olds: Properties, news: Properties): Promise<Record<string, unknown>>;
    delete(session: Session, props: Properties): Promise<void>;
}

export const noChange: DiffResult = {
    changes: false,
    replaces: [],
    deleteBeforeReplace: false,
    detailed: {},
    drift: [],
};

export const gone: ReadResult = { id: "", props: {}, inputs: {} };
