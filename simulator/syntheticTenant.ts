import { storedRow } from "./assignmentRow";
import type { FamilyName } from "./families";
import { emptyTenant, type PolicyState, type TenantState } from "./tenantState";

/** Size and kind of a generated tenant. */
export interface SyntheticOptions {
    readonly family: FamilyName;
    readonly policies: number;
    /** Group assignments that each policy has already; 0 when left out. */
    readonly assignmentsPerPolicy?: number;
    /** Groups of the tenant; 100 when left out. */
    readonly groups?: number;
}

/** A readable GUID: what it names, then its number. */
export function numberedGuid(block: string, number: number): string {
    return `${block}-0000-4000-8000-${String(number).padStart(12, "0")}`;
}

/** Ids of a generated tenant, by number from 1. */
export const syntheticId = {
    policy: (family: FamilyName, number: number): string => {
        const guid = numberedGuid("b0000000", number);
        return family === "deviceEnrollmentConfigurations"
            ? `${guid}_Windows10EnrollmentCompletionPageConfiguration`
            : guid;
    },
    group: (number: number): string => numberedGuid("60000000", number),
    filter: (number: number): string => numberedGuid("f0000000", number),
};

const types: Readonly<Record<FamilyName, string>> = {
    deviceConfigurations: "#microsoft.graph.windows10GeneralConfiguration",
    deviceCompliancePolicies: "#microsoft.graph.windows10CompliancePolicy",
    deviceEnrollmentConfigurations: "#microsoft.graph.windows10EnrollmentCompletionPageConfiguration",
};

const filterNames = ["Corporate devices", "Newest release", "Virtual machines"];

function numbers(length: number): number[] {
    return Array.from({ length }, (_, at) => at + 1);
}

/** A tenant of any size for measurements. */
export function syntheticTenant({
    family,
    policies,
    assignmentsPerPolicy = 0,
    groups = 100,
}: SyntheticOptions): TenantState {
    const count = Math.max(groups, assignmentsPerPolicy);
    const toGroup = (number: number): Record<string, unknown> => ({
        "@odata.type": "#microsoft.graph.groupAssignmentTarget",
        groupId: syntheticId.group(number),
    });
    return {
        ...emptyTenant,
        groups: numbers(count).map((number) => ({
            id: syntheticId.group(number),
            displayName: `Group ${String(number)}`,
        })),
        assignmentFilters: filterNames.map((displayName, at) => ({
            id: syntheticId.filter(at + 1),
            displayName,
            platform: "windows10AndLater",
        })),
        [family]: numbers(policies).map((number): PolicyState => {
            const id = syntheticId.policy(family, number);
            return {
                id,
                displayName: `Policy ${String(number)}`,
                type: types[family],
                priority: number,
                assignments: numbers(assignmentsPerPolicy).map((group) =>
                    storedRow(family, id, { target: toGroup(group) }, "documented"),
                ),
            };
        }),
    };
}
