/**
 * The only module that stored state refers to: `require("pulumi-intune/provider").<name>`. These names are for ever.
 */
import { dynamicHandler } from "./dynamicHost";
import { createRowHandler } from "./resources/row";
import { createSetHandler } from "./resources/set";

export const configurationRow = dynamicHandler(createRowHandler("deviceConfiguration"));
export const complianceRow = dynamicHandler(createRowHandler("deviceCompliancePolicy"));
export const enrollmentRow = dynamicHandler(createRowHandler("enrollmentConfiguration"));
export const configurationSet = dynamicHandler(createSetHandler("deviceConfiguration"));
export const complianceSet = dynamicHandler(createSetHandler("deviceCompliancePolicy"));
export const enrollmentSet = dynamicHandler(createSetHandler("enrollmentConfiguration"));
