import { describeConvergence } from "../support/convergence";

describeConvergence({
    class: "DeviceConfigurationAssignment",
    policyArgument: "deviceConfigurationId",
    family: "deviceConfigurations",
    hasExclusions: true,
});
