import type { KindName } from "./kinds";

/** The resources by class name: which kind they assign, and whether they own one row or the whole list. */
export const resources = {
    DeviceConfigurationAssignment: { kind: "deviceConfiguration", isSet: false },
    DeviceConfigurationAssignmentSet: { kind: "deviceConfiguration", isSet: true },
    DeviceCompliancePolicyAssignment: { kind: "deviceCompliancePolicy", isSet: false },
    DeviceCompliancePolicyAssignmentSet: { kind: "deviceCompliancePolicy", isSet: true },
    EnrollmentConfigurationAssignment: { kind: "enrollmentConfiguration", isSet: false },
    EnrollmentConfigurationAssignmentSet: { kind: "enrollmentConfiguration", isSet: true },
} as const satisfies Record<string, { kind: KindName; isSet: boolean }>;

export type ResourceName = keyof typeof resources;
