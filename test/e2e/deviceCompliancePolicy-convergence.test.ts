import { describeConvergence } from "../support/convergence";

describeConvergence({
    class: "DeviceCompliancePolicyAssignment",
    policyArgument: "deviceCompliancePolicyId",
    family: "deviceCompliancePolicies",
    hasExclusions: true,
});
