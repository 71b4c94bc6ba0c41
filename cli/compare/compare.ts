import { kinds } from "../../provider/assignment/kinds";
import { identityOf } from "../../provider/assignment/identity";
import { shorten } from "../../provider/assignment/quote";
import { filterOf } from "../../provider/assignment/target";
import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../tenant/snapshot";

/** What became of one policy or of one assignment between two snapshots. */
export interface Change {
    readonly policy: string;
    readonly policyId: string;
    readonly what: "policy added" | "policy removed" | "policy renamed" | "gained" | "lost" | "filter changed";
    /** Who, or the new name; empty for a policy as a whole. */
    readonly who: string;
    /** What there was before, where it is not the same. */
    readonly before?: string;
    readonly after?: string;
}

function describe({ kind, displayName }: SnapshotPolicy): string {
    return `${kinds[kind].noun} "${shorten(displayName)}"`;
}

/** A name may be missing: there was none, or it could not be read. */
function named(name: string | undefined, id: string): string {
    return name === undefined || name === "" ? id : `"${shorten(name)}" (${id})`;
}

function identityOfRow({ target, source, sourceId, id }: SnapshotRow): string {
    const who = target.type === "unknown" ? `unknown ${id}` : identityOf(target);
    return source === "policySets" ? `${who} by ${sourceId ?? "policy set"}` : who;
}

function whoOf({ target, source }: SnapshotRow, { groups }: Snapshot): string {
    const by = source === "policySets" ? ", by a policy set" : "";
    const group = (id: string): string => named(groups[id.toLowerCase()], id);
    switch (target.type) {
        case "allDevices":
            return `all devices${by}`;
        case "allLicensedUsers":
            return `all users${by}`;
        case "group":
            return `group ${group(target.groupId)}${by}`;
        case "exclusionGroup":
            return `exclusion of group ${group(target.groupId)}${by}`;
        case "configurationManagerCollection":
            return `ConfigMgr collection ${target.collectionId}${by}`;
        case "unknown":
            return `a target of the type ${shorten(target.odataType)}${by}`;
    }
}

function filterText({ target }: SnapshotRow, { filters }: Snapshot): string {
    const filter = target.type === "unknown" ? undefined : filterOf(target);
    return filter === undefined
        ? "no filter"
        : `${filter.filterType} ${named(filters[filter.filterId.toLowerCase()]?.displayName, filter.filterId)}`;
}

function rowsByIdentity({ assignments }: SnapshotPolicy): Map<string, SnapshotRow> {
    return new Map(assignments.map((row) => [identityOfRow(row), row]));
}

function compareRows(before: SnapshotPolicy, after: SnapshotPolicy, old: Snapshot, now: Snapshot): Change[] {
    const about = { policy: describe(after), policyId: after.id };
    const was = rowsByIdentity(before);
    const is = rowsByIdentity(after);
    const lost = [...was]
        .filter(([identity]) => !is.has(identity))
        .map(([, row]): Change => ({ ...about, what: "lost", who: whoOf(row, old) }));
    const rest = [...is].flatMap(([identity, row]): Change[] => {
        const earlier = was.get(identity);
        if (earlier === undefined) {
            return [{ ...about, what: "gained", who: whoOf(row, now), after: filterText(row, now) }];
        }
        const idOf = ({ target }: SnapshotRow): string =>
            target.type === "unknown" ? "" : JSON.stringify(filterOf(target) ?? null);
        return idOf(earlier) === idOf(row)
            ? []
            : [
                  {
                      ...about,
                      what: "filter changed",
                      who: whoOf(row, now),
                      before: filterText(earlier, old),
                      after: filterText(row, now),
                  },
              ];
    });
    return [...lost, ...rest];
}

/** A sentence for each kind that only one of the two has read. */
export function notCompared(old: Snapshot, now: Snapshot): string[] {
    const lacking = (snapshot: Snapshot, other: Snapshot, which: string): string[] =>
        other.kinds
            .filter((kind) => !snapshot.kinds.includes(kind))
            .map((kind) => `${kinds[kind].noun} assignments were not compared: the ${which} snapshot has none.`);
    return [...lacking(old, now, "older"), ...lacking(now, old, "newer")];
}

/**
 * Who gained and who lost what between two snapshots, in the order of the newer one; what went with a policy comes last.
 * Ids of assignments do not count:
 * Intune derives them. Kinds that only one of the two has read are left out.
 */
export function compareSnapshots(old: Snapshot, now: Snapshot): Change[] {
    const key = ({ kind, id }: SnapshotPolicy): string => `${kind} ${id}`;
    const both = ({ kind }: SnapshotPolicy): boolean => old.kinds.includes(kind) && now.kinds.includes(kind);
    const before = new Map(old.policies.map((policy) => [key(policy), policy]));
    const after = new Set(now.policies.map(key));
    const there = now.policies.filter(both).flatMap((policy): Change[] => {
        const about = { policy: describe(policy), policyId: policy.id };
        const earlier = before.get(key(policy));
        if (earlier === undefined) {
            return [
                { ...about, what: "policy added", who: "" },
                ...compareRows({ ...policy, assignments: [] }, policy, old, now),
            ];
        }
        const renamed: Change[] =
            earlier.displayName === policy.displayName
                ? []
                : [
                      {
                          ...about,
                          what: "policy renamed",
                          who: "",
                          before: shorten(earlier.displayName),
                          after: shorten(policy.displayName),
                      },
                  ];
        return [...renamed, ...compareRows(earlier, policy, old, now)];
    });
    const gone = old.policies
        .filter((policy) => both(policy) && !after.has(key(policy)))
        .map((policy): Change => ({ policy: describe(policy), policyId: policy.id, what: "policy removed", who: "" }));
    return [...there, ...gone];
}
