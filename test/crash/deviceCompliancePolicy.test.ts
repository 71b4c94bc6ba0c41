import { describeCrashes } from "../support/crash";

describeCrashes(
    {
        kind: "deviceCompliancePolicy",
        class: "DeviceCompliancePolicyAssignment",
        policyArgument: "deviceCompliancePolicyId",
        family: "deviceCompliancePolicies",
    },
    [{ mode: "service", victim: "engine", lane: "fast" }],
);
