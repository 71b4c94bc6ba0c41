/**
 * The only module that stored state refers to: `require("pulumi-intune/provider").<name>`. These names are for ever.
 */
import { dynamicHandler } from "./dynamicHost";
import { createRowHandler } from "./resources/row";
import { createSetHandler } from "./resources/set";

export const deviceConfigurationAssignment = dynamicHandler(createRowHandler("deviceConfiguration"));
export const deviceCompliancePolicyAssignment = dynamicHandler(createRowHandler("deviceCompliancePolicy"));
export const enrollmentConfigurationAssignment = dynamicHandler(createRowHandler("enrollmentConfiguration"));
export const deviceConfigurationAssignmentSet = dynamicHandler(createSetHandler("deviceConfiguration"));
export const deviceCompliancePolicyAssignmentSet = dynamicHandler(createSetHandler("deviceCompliancePolicy"));
export const enrollmentConfigurationAssignmentSet = dynamicHandler(createSetHandler("enrollmentConfiguration"));
