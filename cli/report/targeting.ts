import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../tenant/snapshot";
import { describe, filterNamed, nameOr } from "./names";
import type { Outcome, Targeting } from "./report";

/** The group to explain. */
export interface ExplainedGroup {
    readonly id: string;
    readonly name?: string;
    /** Ids, in lower case, of the groups it is nested in at any depth; undefined where that was not read. */
    readonly parents?: ReadonlySet<string>;
}

/** What one row means for the group. */
interface Effect {
    readonly outcome: Outcome;
    readonly reason: string;
}

interface Effects {
    /** Of the group itself, or of one that it is nested in. */
    readonly excluded: Effect[];
    readonly included: Effect[];
    /** Names of groups that the group is not known to be in. */
    readonly otherIncluded: string[];
    readonly otherExcluded: string[];
}

const notRead = "whether this group or its members are in there was not read";

function narrowed(row: SnapshotRow, reason: string, snapshot: Snapshot): Effect {
    const by = row.source === "policySets" ? `${reason}, by a policy set` : reason;
    const filter = filterNamed(row.target, snapshot);
    return filter === undefined
        ? { outcome: "assigned", reason: by }
        : {
              outcome: "unknown",
              reason: `${by}; the filter "${filter.name}" ${filter.type}s devices, and which those are was not read`,
          };
}

function includeOf(row: SnapshotRow, snapshot: Snapshot): Effect {
    const { name } = describe(row.target, snapshot);
    switch (row.target.type) {
        case "allDevices":
            return narrowed(row, "all devices are included", snapshot);
        case "allLicensedUsers":
            return {
                outcome: "unknown",
                reason: "all licensed users are included; whether the members are such users was not read",
            };
        case "configurationManagerCollection":
            return { outcome: "unknown", reason: `${name} is included; what is in that collection was not read` };
        default:
            return { outcome: "unknown", reason: `${name}: this version does not know what that means` };
    }
}

function effectsOf({ assignments }: SnapshotPolicy, group: ExplainedGroup, snapshot: Snapshot): Effects {
    const effects: Effects = { excluded: [], included: [], otherIncluded: [], otherExcluded: [] };
    for (const row of assignments) {
        const { target } = row;
        if (target.type !== "group" && target.type !== "exclusionGroup") {
            effects.included.push(includeOf(row, snapshot));
            continue;
        }
        const id = target.groupId.toLowerCase();
        const { name } = describe(target, snapshot);
        const isExclusion = target.type === "exclusionGroup";
        if (id !== group.id && group.parents?.has(id) !== true) {
            (isExclusion ? effects.otherExcluded : effects.otherIncluded).push(`"${name}"`);
            continue;
        }
        const who = id === group.id ? "the group is" : `it is nested in "${name}", which is`;
        if (isExclusion) {
            effects.excluded.push({
                outcome: "excluded",
                reason: `${who} excluded, and an exclusion wins over every inclusion`,
            });
        } else {
            effects.included.push(narrowed(row, `${who} included`, snapshot));
        }
    }
    return effects;
}

function settle(policy: SnapshotPolicy, group: ExplainedGroup, snapshot: Snapshot): Effect[] {
    const { excluded, included, otherIncluded, otherExcluded } = effectsOf(policy, group, snapshot);
    const hasParents = group.parents !== undefined;
    const outcome = hasParents ? "not assigned" : "unknown";
    const byOthers = (names: readonly string[], what: string, known: string): Effect[] =>
        names.length === 0
            ? []
            : [{ outcome, reason: hasParents ? known : `${what}: ${names.join(", ")}; ${notRead}` }];
    const othersIn = byOthers(
        otherIncluded,
        "others are included",
        `only members who are also in ${otherIncluded.join(", ")} get it from there`,
    );
    const othersOut = byOthers(
        otherExcluded,
        "others are excluded",
        `members who are also in ${otherExcluded.join(", ")} are excluded`,
    );
    if (included.length === 0 && otherIncluded.length === 0) {
        return [...excluded, { outcome: "not assigned", reason: "nobody is included" }];
    }
    const sure = included.filter((effect) => effect.outcome === "assigned");
    const maybe = included.filter((effect) => effect.outcome === "unknown");
    // A group that may be nested in an excluded one may get nothing, however surely it is included.
    return hasParents
        ? [...excluded, ...sure, ...maybe, ...othersIn, ...othersOut]
        : [...excluded, ...(included.length > 0 ? othersOut : []), ...sure, ...maybe, ...othersIn];
}

/**
 * What members of a group get, and why. Intune assigns to transitive members, so what hangs on a membership that was not
 * read is unknown, and so is what a filter leaves over.
 */
export function targetingOf(group: ExplainedGroup, snapshot: Snapshot): Targeting {
    return {
        groupId: group.id,
        name: nameOr(group.name ?? snapshot.groups[group.id], group.id),
        policies: snapshot.policies.map((policy) => {
            const effects = settle(policy, group, snapshot);
            return {
                kind: policy.kind,
                policyId: policy.id,
                name: nameOr(policy.displayName, policy.id),
                outcome: effects[0]?.outcome ?? "not assigned",
                reasons: effects.map(({ reason }) => reason),
            };
        }),
    };
}
