import type { Target } from "./arguments";
import { filterOf } from "./target";

/**
 * What makes two targets the same assignment of a policy: the target without its filter. Never Graph's id, which Intune
 * derives and may change, and never a missing groupId, which "all devices" and "all users" share.
 */
export function identityOf(target: Target): string {
    switch (target.type) {
        case "allDevices":
        case "allLicensedUsers":
            return target.type;
        case "group":
        case "exclusionGroup":
            return `${target.type}:${target.groupId.toLowerCase()}`;
        case "configurationManagerCollection":
            return `${target.type}:${target.collectionId.toLowerCase()}`;
    }
}

/** What can't be on a policy twice. Include and exclude of one group share an id on Graph, so they share a slot. */
export function slotOf(target: Target): string {
    return target.type === "exclusionGroup" ? `group:${target.groupId.toLowerCase()}` : identityOf(target);
}

/** Same filter, or both without. */
export function hasEqualFilter(left: Target, right: Target): boolean {
    const a = filterOf(left);
    const b = filterOf(right);
    return a?.filterType === b?.filterType && a?.filterId.toLowerCase() === b?.filterId.toLowerCase();
}

/** Same assignment with the same filter. */
export function isEqualTarget(left: Target, right: Target): boolean {
    return identityOf(left) === identityOf(right) && hasEqualFilter(left, right);
}

/** The groups that stand for everyone in the ids Intune derives; they are not in Entra. */
export const virtualGroups = {
    allDevices: "adadadad-808e-44e2-905a-0b7873a8a531",
    allLicensedUsers: "acacacac-9df4-4c7d-9d50-4ef0226f57a9",
} as const;

/** The id that Intune most likely derives; only for a row that was sent and could not be read back. */
export function likelyRowId(policyId: string, target: Target): string {
    switch (target.type) {
        case "allDevices":
        case "allLicensedUsers":
            return `${policyId}_${virtualGroups[target.type]}`;
        case "group":
        case "exclusionGroup":
            return `${policyId}_${target.groupId}`;
        case "configurationManagerCollection":
            return `${policyId}_${target.collectionId}`;
    }
}
