import type { KindName } from "../../provider/assignment/kinds";
import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../tenant/snapshot";
import { describe, filterNamed, nameOr } from "./names";

/** `unknown` where the tenant's assignments alone can't tell. */
export type Outcome = "assigned" | "excluded" | "unknown" | "not assigned";

/** Why a group gets each policy or does not. */
export interface Targeting {
    readonly groupId: string;
    readonly name: string;
    readonly policies: readonly PolicyTargeting[];
}

export interface PolicyTargeting {
    readonly kind: KindName;
    readonly policyId: string;
    readonly name: string;
    readonly outcome: Outcome;
    /** What decides comes first. */
    readonly reasons: readonly string[];
}

/** What one row means for the group. */
interface Effect {
    readonly outcome: Outcome;
    readonly reason: string;
}

function quoted(name: string): string {
    return `"${name}"`;
}

/** An inclusion that surely reaches the group, unless a filter narrows it. */
function reached(row: SnapshotRow, reason: string, snapshot: Snapshot): Effect {
    const by = row.source === "policySets" ? ", by a policy set" : "";
    const filter = filterNamed(row.target, snapshot);
    return filter === undefined
        ? { outcome: "assigned", reason: `${reason}${by}` }
        : {
              outcome: "unknown",
              reason: `${reason}${by}, to devices that the filter ${quoted(filter.name)} ${filter.type}s; which those are was not read`,
          };
}

function effectOf(row: SnapshotRow, groupId: string, snapshot: Snapshot): Effect {
    const { target } = row;
    const { name } = describe(target, snapshot);
    switch (target.type) {
        case "group":
            return target.groupId.toLowerCase() === groupId
                ? reached(row, "the group is included", snapshot)
                : {
                      outcome: "unknown",
                      reason: `the group ${quoted(name)} is included; whether members are in it too, or this group is nested there, was not read`,
                  };
        case "exclusionGroup":
            return target.groupId.toLowerCase() === groupId
                ? { outcome: "excluded", reason: "the group is excluded, and an exclusion wins over every inclusion" }
                : {
                      outcome: "unknown",
                      reason: `the group ${quoted(name)} is excluded; whether members are in it too, or this group is nested there, was not read`,
                  };
        case "allDevices":
            return reached(row, "all devices are included", snapshot);
        case "allLicensedUsers":
            return {
                outcome: "unknown",
                reason: "all licensed users are included; whether its members are such users was not read",
            };
        case "configurationManagerCollection":
            return { outcome: "unknown", reason: `${name} is included; what is in that collection was not read` };
        case "unknown":
            return { outcome: "unknown", reason: `${name}: this version does not know what that means` };
    }
}

function settle(policy: SnapshotPolicy, groupId: string, snapshot: Snapshot): Effect[] {
    const effects = policy.assignments.map((row) => ({ row, ...effectOf(row, groupId, snapshot) }));
    const hasInclude = policy.assignments.some(({ target }) => target.type !== "exclusionGroup");
    const excluded = effects.filter(({ outcome }) => outcome === "excluded");
    if (excluded.length > 0) {
        return [...excluded, ...effects.filter(({ outcome }) => outcome !== "excluded")];
    }
    if (!hasInclude) {
        return [{ outcome: "not assigned", reason: "nobody is assigned" }];
    }
    const sure = effects.filter(({ outcome }) => outcome === "assigned");
    const exclusions = effects.filter(({ row }) => row.target.type === "exclusionGroup");
    const maybe = effects.filter((effect) => effect.outcome === "unknown" && !exclusions.includes(effect));
    // A sure inclusion holds for all members unless somebody else's exclusion may take some of them out.
    return exclusions.length > 0 ? [...exclusions, ...sure, ...maybe] : [...sure, ...maybe];
}

/**
 * What members of a group get, and why, as far as a tenant's assignments tell. Intune assigns to transitive members;
 * a snapshot has no memberships, so everything that hangs on one is unknown.
 */
export function targetingOf(groupId: string, snapshot: Snapshot): Targeting {
    const id = groupId.toLowerCase();
    return {
        groupId: id,
        name: nameOr(snapshot.groups[id], id),
        policies: snapshot.policies.map((policy) => {
            const [first, ...rest] = settle(policy, id, snapshot);
            return {
                kind: policy.kind,
                policyId: policy.id,
                name: nameOr(policy.displayName, policy.id),
                outcome: first?.outcome ?? "not assigned",
                reasons: [first?.reason ?? "nobody is assigned", ...rest.map(({ reason }) => reason)],
            };
        }),
    };
}
