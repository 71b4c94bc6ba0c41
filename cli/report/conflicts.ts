import type { SnapshotPolicy, SnapshotRow, Snapshot } from "../tenant/snapshot";
import { describe, filterNamed, keyOf } from "./names";
import type { Conflict } from "./report";

const everyone = new Set(["allDevices", "allLicensedUsers"]);

function bySource({ source }: SnapshotRow): string {
    return source === "policySets" ? "by a policy set" : "directly";
}

/** What the rows of one target say against or twice with each other. */
function amongEqual(rows: readonly SnapshotRow[]): Pick<Conflict, "what" | "explanation">[] {
    const excluded = rows.filter(({ target }) => target.type === "exclusionGroup");
    if (excluded.length > 0 && excluded.length < rows.length) {
        return [{ what: "contradiction", explanation: "included and excluded; the exclusion wins" }];
    }
    if (rows.length < 2) {
        return [];
    }
    const filters = new Set(rows.map(({ target }) => JSON.stringify(filterNamed(target, noNames) ?? null)));
    const end = filters.size > 1 ? ", with different filters" : "";
    return [{ what: "duplicate", explanation: `assigned more than once: ${rows.map(bySource).join(", ")}${end}` }];
}

const noNames: Snapshot = { version: 1, takenAt: "", kinds: [], policies: [], groups: {}, filters: {}, gaps: [] };

/** Assignments of one policy that contradict, repeat or outweigh one another. */
export function conflictsOf(policy: SnapshotPolicy, snapshot: Snapshot): Conflict[] {
    const rows = policy.assignments.filter(({ target }) => target.type !== "unknown");
    const columns = new Map<string, SnapshotRow[]>();
    rows.forEach((row) => columns.set(keyOf(row.target), [...(columns.get(keyOf(row.target)) ?? []), row]));
    const wide = rows.filter(({ target }) => everyone.has(target.type));
    const hasInclude = policy.assignments.some(({ target }) => target.type !== "exclusionGroup");
    const about = { kind: policy.kind, policyId: policy.id };
    return [...columns].flatMap(([target, equal]): Conflict[] => {
        const found = amongEqual(equal);
        const isIncluded = equal.some((row) => row.target.type === "group");
        if (isIncluded && wide.length > 0) {
            const names = [...new Set(wide.map((row) => describe(row.target, snapshot).name.toLowerCase()))];
            found.push({
                what: "overlap",
                explanation: `assigned to ${names.join(" and ")} as well, so this row may change nothing`,
            });
        }
        if (!hasInclude) {
            found.push({ what: "idle exclusion", explanation: "excluded from a policy that nobody is assigned to" });
        }
        return found.map((conflict) => ({ ...about, target, ...conflict }));
    });
}
