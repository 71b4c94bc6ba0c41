import type { KindName } from "../../provider/assignment/kinds";
import type { Target } from "../../provider/assignment/arguments";

/** A target of a type that this version does not know, kept so that nobody is told it is not there. */
export interface ForeignTarget {
    readonly type: "unknown";
    /** Its `@odata.type` as Graph wrote it. */
    readonly odataType: string;
}

/** One assignment as Graph shows it. */
export interface SnapshotRow {
    readonly id: string;
    readonly target: Target | ForeignTarget;
    /** Rows of policy sets come and go with their set; nobody may write them. */
    readonly source: "direct" | "policySets";
    readonly sourceId?: string;
}

/** One policy with all its assignments, sorted by target, so that equal tenants make equal texts. */
export interface SnapshotPolicy {
    readonly kind: KindName;
    readonly id: string;
    readonly displayName: string;
    /** `@odata.type` of the policy, "" where Graph gives none. */
    readonly odataType: string;
    readonly assignments: readonly SnapshotRow[];
}

export interface SnapshotFilter {
    readonly displayName: string;
    readonly platform: string;
    readonly rule: string;
}

/**
 * Who has what, at one moment: plain JSON. Sorted by kind, then display name, then id. A group or filter that could not
 * be read (deleted, or no permission) is absent from its table, and `gaps` says why.
 */
export interface Snapshot {
    readonly version: 1;
    /** ISO 8601, UTC. */
    readonly takenAt: string;
    /** The kinds that were read: nothing is known of the others. */
    readonly kinds: readonly KindName[];
    readonly policies: readonly SnapshotPolicy[];
    /** Display names by group id. */
    readonly groups: Readonly<Record<string, string>>;
    /** By filter id. */
    readonly filters: Readonly<Record<string, SnapshotFilter>>;
    /** What could not be read, a sentence each. */
    readonly gaps: readonly string[];
}
