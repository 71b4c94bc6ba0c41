import { join } from "node:path";
import { syntheticId, type FamilyName } from "../simulator";

/** What a measured program declares. */
export interface Workload {
    readonly kind: "deviceConfiguration" | "deviceCompliancePolicy" | "enrollmentConfiguration";
    /** One resource for an assignment, or one for a policy. */
    readonly shape: "rows" | "sets";
    readonly policies: number;
    readonly assignmentsPerPolicy: number;
}

interface KindNames {
    readonly className: string;
    readonly policyIdKey: string;
    readonly family: FamilyName;
}

const names: Readonly<Record<Workload["kind"], KindNames>> = {
    deviceConfiguration: {
        className: "DeviceConfigurationAssignment",
        policyIdKey: "deviceConfigurationId",
        family: "deviceConfigurations",
    },
    deviceCompliancePolicy: {
        className: "DeviceCompliancePolicyAssignment",
        policyIdKey: "deviceCompliancePolicyId",
        family: "deviceCompliancePolicies",
    },
    enrollmentConfiguration: {
        className: "EnrollmentConfigurationAssignment",
        policyIdKey: "deviceEnrollmentConfigurationId",
        family: "deviceEnrollmentConfigurations",
    },
};

export const familyOf = ({ kind }: Workload): FamilyName => names[kind].family;

export const assignmentsOf = ({ policies, assignmentsPerPolicy }: Workload): number => policies * assignmentsPerPolicy;

/** The package a program takes its classes from: ours, or the provider that does nothing. */
export const packages = {
    intune: "pulumi-intune",
    floor: join(__dirname, "floor", "index.js"),
} as const;

/** A program of the workload. `edited`: the first assignment has a filter. */
export function programOf(workload: Workload, from: keyof typeof packages, edited = false): string {
    const { className, policyIdKey, family } = names[workload.kind];
    const policies = Array.from({ length: workload.policies }, (_, at) => syntheticId.policy(family, at + 1));
    const groups = Array.from({ length: workload.assignmentsPerPolicy }, (_, at) => syntheticId.group(at + 1));
    const filter = { filterId: syntheticId.filter(1), filterType: "include" };
    const each =
        workload.shape === "sets"
            ? `new intune.${className}Set(\`set-\${p}\`, { ${policyIdKey}: policyId, targets: groups.map((_, g) => target(p, g)) });`
            : `groups.forEach((_, g) => new intune.${className}(\`row-\${p}-\${g}\`, { ${policyIdKey}: policyId, target: target(p, g) }));`;
    return `
const intune = require(${JSON.stringify(packages[from])});
const groups = ${JSON.stringify(groups)};
const filter = ${JSON.stringify(edited ? filter : {})};
const target = (p, g) => ({ type: "group", groupId: groups[g], ...(p === 0 && g === 0 ? filter : {}) });
${JSON.stringify(policies)}.forEach((policyId, p) => {
    ${each}
});
`;
}
