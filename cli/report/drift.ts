import type { Target } from "../../provider/assignment/arguments";
import { hasEqualFilter, identityOf } from "../../provider/assignment/identity";
import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../tenant/snapshot";
import { filterNamed, keyOf } from "./names";
import type { Drift } from "./report";
import type { Declared } from "./stack";

/** One policy's differences, and who declares which row. */
export interface PolicyDrift {
    readonly drift: readonly Drift[];
    /** Targets that are declared and not there. */
    readonly missing: readonly { readonly target: Target; readonly resource: string }[];
    /** By the row's id. */
    readonly rows: ReadonlyMap<string, { readonly resource?: string; readonly drift?: Drift["what"] }>;
}

function filterText(target: Target, snapshot: Snapshot): string {
    const filter = filterNamed(target, snapshot);
    return filter === undefined ? "no filter" : `filter ${filter.type} "${filter.name}"`;
}

/** What the stack's declarations of one policy and its rows disagree about. Rows of policy sets are nobody's. */
export function driftOf(policy: SnapshotPolicy, declared: readonly Declared[], snapshot: Snapshot): PolicyDrift {
    const rows = new Map<string, { readonly resource?: string; readonly drift?: Drift["what"] }>();
    const drift: Drift[] = [];
    const missing: { target: Target; resource: string }[] = [];
    const direct = policy.assignments.filter(
        (row): row is SnapshotRow & { target: Target } => row.source === "direct" && row.target.type !== "unknown",
    );
    const note = (what: Drift["what"], target: Target, resource: string, explanation: string): void => {
        drift.push({ what, kind: policy.kind, policyId: policy.id, target: keyOf(target), resource, explanation });
    };
    for (const { resource, target } of declared.flatMap(({ resource, targets }) =>
        targets.map((target) => ({ resource, target })),
    )) {
        const row = direct.find((candidate) => identityOf(candidate.target) === identityOf(target));
        if (row === undefined) {
            missing.push({ target, resource });
            note("missing", target, resource, `declared with ${filterText(target, snapshot)}, and not there`);
        } else if (hasEqualFilter(row.target, target)) {
            rows.set(row.id, { resource });
        } else {
            rows.set(row.id, { resource, drift: "filter differs" });
            const [wanted, found] = [filterText(target, snapshot), filterText(row.target, snapshot)];
            note("filter differs", target, resource, `declared with ${wanted}, found with ${found}`);
        }
    }
    const owner = declared.find(({ isSet }) => isSet);
    for (const row of direct.filter(({ id }) => owner !== undefined && !rows.has(id))) {
        const resource = owner?.resource ?? "";
        rows.set(row.id, { resource, drift: "stray" });
        note("stray", row.target, resource, `there with ${filterText(row.target, snapshot)}, and not declared`);
    }
    return { drift, missing, rows };
}
