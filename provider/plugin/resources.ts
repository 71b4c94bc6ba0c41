import type { ResourceName } from "../assignment/resourceName";
import type { ResourceHandler } from "../resources/handler";
import { createRowHandler } from "../resources/row";
import { createSetHandler } from "../resources/set";

const handlers: Readonly<Record<ResourceName, ResourceHandler>> = {
    DeviceConfigurationAssignment: createRowHandler("deviceConfiguration"),
    DeviceConfigurationAssignmentSet: createSetHandler("deviceConfiguration"),
    DeviceCompliancePolicyAssignment: createRowHandler("deviceCompliancePolicy"),
    DeviceCompliancePolicyAssignmentSet: createSetHandler("deviceCompliancePolicy"),
    EnrollmentConfigurationAssignment: createRowHandler("enrollmentConfiguration"),
    EnrollmentConfigurationAssignmentSet: createSetHandler("enrollmentConfiguration"),
};

/** What the plugin serves, by type token. Tokens stand in stored state, so they are for ever. */
export const resourceHandlers: ReadonlyMap<string, ResourceHandler> = new Map(
    Object.entries(handlers).map(([name, handler]) => [`intune:index:${name}`, handler]),
);
