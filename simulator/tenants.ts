import { storedRow, type GraphTarget, type StoredRow } from "./assignmentRow";
import type { FamilyName } from "./families";
import { emptyTenant, type FilterState, type GroupState, type PolicyState, type TenantState } from "./tenant";

function guid(block: string, number: number): string {
    return `${block}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

const tenantId = "0a1b2c3d-0000-4000-8000-00000000aaaa";
const setId = "5e700000-0000-4000-8000-000000000001";

const groupNames = [
    "All staff",
    "Sales",
    "Engineering",
    "Berlin office",
    "Kiosk devices",
    "Pilot ring",
    "Break glass accounts",
    "Contractors",
];
const groups: GroupState[] = groupNames.map((displayName, at) => ({ id: guid("60000000", at + 1), displayName }));
const filters: FilterState[] = [
    ["Corporate Windows devices", "windows10AndLater", '(device.deviceOwnership -eq "Corporate")'],
    ["Windows 11 only", "windows10AndLater", '(device.osVersion -startsWith "10.0.2")'],
    ["Virtual machines", "windows10AndLater", '(device.model -startsWith "Virtual")'],
].map(([displayName = "", platform = "", rule = ""], at) => ({
    id: guid("f0000000", at + 1),
    displayName,
    platform,
    rule,
}));

function toGroup(number: number): GraphTarget {
    return { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: guid("60000000", number) };
}

function excluding(number: number): GraphTarget {
    return { "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget", groupId: guid("60000000", number) };
}

function direct(family: FamilyName, policyId: string, target: GraphTarget): StoredRow {
    return storedRow(family, policyId, { target }, false);
}

function inherited(family: FamilyName, policyId: string, target: GraphTarget): StoredRow {
    return { ...direct(family, policyId, target), source: "policySets", sourceId: setId };
}

function policy(
    family: FamilyName,
    id: string,
    displayName: string,
    type: string,
    ...rows: ((id: string) => StoredRow)[]
): PolicyState {
    return { id, displayName, type: `#microsoft.graph.${type}`, assignments: rows.map((row) => row(id)) };
}

const configuration = "deviceConfigurations";
const compliance = "deviceCompliancePolicies";
const enrollment = "deviceEnrollmentConfigurations";

/**
 * A small tenant as companies have them: groups, filters, policies of each kind, some assignments made by others, one
 * from a policy set, and the enrollment defaults that can't be assigned. Its ids never change.
 */
export function realisticTenant(): TenantState {
    return {
        deviceConfigurations: [
            policy(configuration, guid("c0000000", 1), "Wi-Fi profile Berlin", "windowsWifiConfiguration"),
            policy(configuration, guid("c0000000", 2), "BitLocker", "windows10EndpointProtectionConfiguration", (id) =>
                direct(configuration, id, toGroup(3)),
            ),
            policy(
                configuration,
                guid("c0000000", 3),
                "Update ring pilot",
                "windowsUpdateForBusinessConfiguration",
                (id) => direct(configuration, id, toGroup(6)),
            ),
            policy(configuration, guid("c0000000", 4), "Kiosk lockdown", "windowsKioskConfiguration"),
            policy(
                configuration,
                guid("c0000000", 5),
                "Trusted root certificate",
                "windows81TrustedRootCertificate",
                (id) => inherited(configuration, id, { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" }),
            ),
        ],
        deviceCompliancePolicies: [
            policy(compliance, guid("d0000000", 1), "Disk encryption required", "windows10CompliancePolicy", (id) =>
                direct(compliance, id, toGroup(8)),
            ),
            policy(compliance, guid("d0000000", 2), "Minimum Windows version", "windows10CompliancePolicy"),
            policy(
                compliance,
                guid("d0000000", 3),
                "Antivirus on",
                "windows10CompliancePolicy",
                (id) => direct(compliance, id, toGroup(1)),
                (id) => direct(compliance, id, excluding(7)),
            ),
            policy(compliance, guid("d0000000", 4), "No jailbreak", "iosCompliancePolicy"),
        ],
        deviceEnrollmentConfigurations: [
            {
                ...policy(
                    enrollment,
                    `${tenantId}_DefaultPlatformRestrictions`,
                    "All users and all devices",
                    "deviceEnrollmentPlatformRestrictionsConfiguration",
                ),
                priority: 0,
            },
            {
                ...policy(
                    enrollment,
                    `${tenantId}_DefaultWindows10EnrollmentCompletionPageConfiguration`,
                    "All users and all devices",
                    "windows10EnrollmentCompletionPageConfiguration",
                ),
                priority: 0,
            },
            {
                ...policy(
                    enrollment,
                    `${guid("e0000000", 1)}_Windows10EnrollmentCompletionPageConfiguration`,
                    "Status page for sales",
                    "windows10EnrollmentCompletionPageConfiguration",
                ),
                priority: 1,
            },
            {
                ...policy(
                    enrollment,
                    `${guid("e0000000", 2)}_SinglePlatformRestriction`,
                    "Block personal Android",
                    "deviceEnrollmentPlatformRestrictionConfiguration",
                    (id) => direct(enrollment, id, toGroup(1)),
                ),
                priority: 2,
            },
            {
                ...policy(
                    enrollment,
                    `${guid("e0000000", 3)}_EnrollmentNotificationsConfiguration`,
                    "Welcome mail",
                    "deviceEnrollmentNotificationConfiguration",
                ),
                priority: 3,
            },
        ],
        groups,
        assignmentFilters: filters,
        users: [{ id: guid("a0000000", 1), userPrincipalName: "ada@example.com", displayName: "Ada" }],
    };
}

/** Size and kind of a generated tenant. */
export interface SyntheticOptions {
    readonly family: FamilyName;
    readonly policies: number;
    /** Group assignments that each policy has already; 0 when left out. */
    readonly assignmentsPerPolicy?: number;
    /** Groups of the tenant; 100 when left out. */
    readonly groups?: number;
}

/** Ids of a generated tenant, by number from 1. */
export const syntheticId = {
    policy: (family: FamilyName, number: number): string =>
        `${guid("b0000000", number)}${family === enrollment ? "_Windows10EnrollmentCompletionPageConfiguration" : ""}`,
    group: (number: number): string => guid("60000000", number),
    filter: (number: number): string => guid("f0000000", number),
};

/** A tenant of any size for measurements. */
export function syntheticTenant({
    family,
    policies,
    assignmentsPerPolicy = 0,
    groups: count = 100,
}: SyntheticOptions): TenantState {
    const numbers = (length: number): number[] => Array.from({ length }, (_, at) => at + 1);
    return {
        ...emptyTenant,
        groups: numbers(count).map((number) => ({
            id: syntheticId.group(number),
            displayName: `Group ${String(number)}`,
        })),
        assignmentFilters: filters,
        [family]: numbers(policies).map((number): PolicyState => {
            const id = syntheticId.policy(family, number);
            return {
                id,
                displayName: `Policy ${String(number)}`,
                assignments: numbers(assignmentsPerPolicy).map((group) => direct(family, id, toGroup(group))),
            };
        }),
    };
}
