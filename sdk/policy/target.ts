import type { KindName } from "../../provider/assignment/kinds";
import { ifKnown, type Declaration, type DeclaredTarget } from "./declaration";

export const nouns: Readonly<Record<KindName, string>> = {
    deviceConfiguration: "device configuration",
    deviceCompliancePolicy: "compliance policy",
    enrollmentConfiguration: "enrollment configuration",
};

const tenantWide: Readonly<Record<string, string>> = {
    allDevices: "all devices",
    allLicensedUsers: "all users",
};

export function isTenantWide({ type }: DeclaredTarget): boolean {
    return type in tenantWide;
}

export function isInclude({ type }: DeclaredTarget): boolean {
    return type !== "exclusionGroup";
}

const noFilter = "00000000-0000-0000-0000-000000000000";

export function hasFilter({ filterId }: DeclaredTarget): boolean {
    return filterId !== undefined && filterId !== "" && filterId !== noFilter;
}

/** `all devices`, `group 6000…`. Reads ids only where they are part of the words. */
function describeTarget(target: DeclaredTarget): string {
    switch (target.type) {
        case "group":
            return `group ${String(target.groupId)}`;
        case "exclusionGroup":
            return `the exclusion of group ${String(target.groupId)}`;
        case "configurationManagerCollection":
            return `collection ${String(target.collectionId)}`;
        default:
            return tenantWide[target.type] ?? target.type;
    }
}

export function describePolicy(kind: KindName, policyId: string): string {
    return `${nouns[kind]} ${policyId}`;
}

/** `"wifi" assigns device configuration c000… to all devices`; without the ids that are not known yet. */
export function describeAssignment({ name, kind, policyId }: Declaration, target: DeclaredTarget): string {
    const policy = ifKnown(() => describePolicy(kind, policyId())) ?? `a ${nouns[kind]}`;
    const words = ifKnown(() => describeTarget(target)) ?? "a target that is not known yet";
    return `"${name}" assigns ${policy} to ${words}`;
}
