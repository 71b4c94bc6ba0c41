import type { Target } from "./arguments";

/** What a resource wants of a policy's list of assignments. */
export type Change = PutRow | RemoveRow | OwnAll | RemoveAll;

/** One row is to be there. */
export interface PutRow {
    readonly type: "put";
    readonly target: Target;
    /** True when the resource is in state already, so that a row of this identity or slot is its own. */
    readonly isOwn: boolean;
}

/** One row is to be gone. */
export interface RemoveRow {
    readonly type: "remove";
    readonly target: Target;
}

/** Exactly these direct rows are to be there. */
export interface OwnAll {
    readonly type: "own";
    readonly targets: readonly Target[];
    /** False when the set is being created: then rows it would remove or change may be somebody else's. */
    readonly isOwn: boolean;
}

/** A set is deleted: its rows go, strays that came since stay. */
export interface RemoveAll {
    readonly type: "removeAll";
    readonly targets: readonly Target[];
}
