import { describeLifecycle } from "../support/lifecycle";

describeLifecycle(
    {
        class: "DeviceCompliancePolicyAssignment",
        policyArgument: "deviceCompliancePolicyId",
        family: "deviceCompliancePolicies",
        hasExclusions: true,
    },
    "service",
    "plugin",
);
