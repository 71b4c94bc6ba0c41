import type { FamilyName } from "./tenant";

/** A kind as a user of the package meets it; written out here, so that a mistake in the provider's table shows. */
export interface TestKind {
    /** The provider's own name of the kind. */
    readonly kind: "deviceConfiguration" | "deviceCompliancePolicy" | "enrollmentConfiguration";
    /** Name of the row's class; the set's ends in `Set`. */
    readonly class: string;
    readonly policyArgument: string;
    readonly family: FamilyName;
    /** Intune stores exclusions of enrollment configurations as includes. */
    readonly hasExclusions: boolean;
}

export const deviceConfiguration: TestKind = {
    kind: "deviceConfiguration",
    class: "DeviceConfigurationAssignment",
    policyArgument: "deviceConfigurationId",
    family: "deviceConfigurations",
    hasExclusions: true,
};

export const deviceCompliancePolicy: TestKind = {
    kind: "deviceCompliancePolicy",
    class: "DeviceCompliancePolicyAssignment",
    policyArgument: "deviceCompliancePolicyId",
    family: "deviceCompliancePolicies",
    hasExclusions: true,
};

export const enrollmentConfiguration: TestKind = {
    kind: "enrollmentConfiguration",
    class: "EnrollmentConfigurationAssignment",
    policyArgument: "deviceEnrollmentConfigurationId",
    family: "deviceEnrollmentConfigurations",
    hasExclusions: false,
};

export const testKinds: readonly TestKind[] = [deviceConfiguration, deviceCompliancePolicy, enrollmentConfiguration];
