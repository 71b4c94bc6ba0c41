import { storedRow, type StoredRow } from "./assignmentRow";
import type { FamilyName } from "./families";
import { numberedGuid } from "./syntheticTenant";
import { filterIdKey, filterTypeKey, type GraphTarget } from "./target";
import type { FilterState, GroupState, PolicyState, TenantState } from "./tenantState";

const tenantId = "0a1b2c3d-0000-4000-8000-00000000aaaa";
const policySetId = "5e700000-0000-4000-8000-000000000001";
const windows = "windows10AndLater";

const groupId = (number: number): string => numberedGuid("60000000", number);
const filterId = (number: number): string => numberedGuid("f0000000", number);

const groups: GroupState[] = [
    { id: groupId(1), displayName: "All staff" },
    { id: groupId(2), displayName: "Sales" },
    { id: groupId(3), displayName: "Engineering" },
    { id: groupId(4), displayName: "Berlin office" },
    {
        id: groupId(5),
        displayName: "Kiosk devices",
        membershipRule: '(device.displayName -startsWith "KIOSK-")',
    },
    { id: groupId(6), displayName: "Pilot ring" },
    { id: groupId(7), displayName: "Break glass accounts" },
    { id: groupId(8), displayName: "Contractors" },
];

const filters: FilterState[] = [
    {
        id: filterId(1),
        displayName: "Corporate Windows devices",
        platform: windows,
        rule: '(device.deviceOwnership -eq "Corporate")',
    },
    {
        id: filterId(2),
        displayName: "Windows 11 only",
        platform: windows,
        rule: '(device.osVersion -startsWith "10.0.2")',
    },
    {
        id: filterId(3),
        displayName: "Virtual machines",
        platform: windows,
        rule: '(device.model -startsWith "Virtual")',
    },
];

const allDevices: GraphTarget = { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" };

function toGroup(number: number): GraphTarget {
    return { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: groupId(number) };
}

function excluding(number: number): GraphTarget {
    return { "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", groupId: groupId(number) };
}

function filtered(target: GraphTarget, number: number, type: "include" | "exclude"): GraphTarget {
    return { ...target, [filterIdKey]: filterId(number), [filterTypeKey]: type };
}

interface Sketch extends Omit<PolicyState, "assignments"> {
    readonly direct?: readonly GraphTarget[];
    readonly inherited?: readonly GraphTarget[];
}

function drawn(family: FamilyName, { direct = [], inherited = [], ...policy }: Sketch): PolicyState {
    const row = (target: GraphTarget): StoredRow => storedRow(family, policy.id, { target }, "documented");
    return {
        ...policy,
        assignments: [
            ...direct.map(row),
            ...inherited.map((target): StoredRow => ({ ...row(target), source: "policySets", sourceId: policySetId })),
        ],
    };
}

const configurations: Sketch[] = [
    { id: numberedGuid("c0000000", 1), displayName: "Wi-Fi profile Berlin", type: "windowsWifiConfiguration" },
    {
        id: numberedGuid("c0000000", 2),
        displayName: "BitLocker",
        type: "windows10EndpointProtectionConfiguration",
        platform: windows,
        direct: [toGroup(3)],
    },
    {
        id: numberedGuid("c0000000", 3),
        displayName: "Update ring pilot",
        type: "windowsUpdateForBusinessConfiguration",
        platform: windows,
        direct: [filtered(toGroup(6), 3, "exclude")],
    },
    { id: numberedGuid("c0000000", 4), displayName: "Kiosk lockdown", type: "windowsKioskConfiguration" },
    {
        id: numberedGuid("c0000000", 5),
        displayName: "Trusted root certificate",
        type: "windows81TrustedRootCertificate",
        inherited: [allDevices],
    },
];

const compliancePolicies: Sketch[] = [
    {
        id: numberedGuid("d0000000", 1),
        displayName: "Disk encryption required",
        type: "windows10CompliancePolicy",
        platform: windows,
        direct: [toGroup(8)],
    },
    {
        id: numberedGuid("d0000000", 2),
        displayName: "Minimum Windows version",
        type: "windows10CompliancePolicy",
        platform: windows,
    },
    {
        id: numberedGuid("d0000000", 3),
        displayName: "Antivirus on",
        type: "windows10CompliancePolicy",
        platform: windows,
        direct: [toGroup(1), excluding(7)],
    },
    {
        id: numberedGuid("d0000000", 4),
        displayName: "No jailbreak",
        type: "iosCompliancePolicy",
        platform: "iOS",
    },
];

function byDefault(suffix: string, type: string): Sketch {
    return { id: `${tenantId}_Default${suffix}`, displayName: "All users and all devices", type, priority: 0 };
}

const enrollmentConfigurations: Sketch[] = [
    byDefault("PlatformRestrictions", "deviceEnrollmentPlatformRestrictionsConfiguration"),
    byDefault("Windows10EnrollmentCompletionPageConfiguration", "windows10EnrollmentCompletionPageConfiguration"),
    {
        id: `${numberedGuid("e0000000", 1)}_Windows10EnrollmentCompletionPageConfiguration`,
        displayName: "Status page for sales",
        type: "windows10EnrollmentCompletionPageConfiguration",
        priority: 1,
    },
    {
        id: `${numberedGuid("e0000000", 2)}_SinglePlatformRestriction`,
        displayName: "Block personal Android",
        type: "deviceEnrollmentPlatformRestrictionConfiguration",
        priority: 2,
        direct: [toGroup(1)],
    },
    {
        id: `${numberedGuid("e0000000", 3)}_EnrollmentNotificationsConfiguration`,
        displayName: "Welcome mail",
        type: "deviceEnrollmentNotificationConfiguration",
        priority: 3,
    },
    byDefault("Limit", "deviceEnrollmentLimitConfiguration"),
];

/**
 * A small tenant as companies have them: groups, filters, policies of each kind, some assignments made by others, one
 * from a policy set, and the enrollment defaults that can't be assigned. Its ids never change.
 */
export function realisticTenant(): TenantState {
    return {
        deviceConfigurations: configurations.map((sketch) => drawn("deviceConfigurations", sketch)),
        deviceCompliancePolicies: compliancePolicies.map((sketch) => drawn("deviceCompliancePolicies", sketch)),
        deviceEnrollmentConfigurations: enrollmentConfigurations.map((sketch) =>
            drawn("deviceEnrollmentConfigurations", sketch),
        ),
        groups,
        assignmentFilters: filters,
        users: [{ id: numberedGuid("a0000000", 1), userPrincipalName: "ada@example.com", displayName: "Ada" }],
    };
}
