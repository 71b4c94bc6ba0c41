import { describeLifecycle } from "../support/lifecycle";

describeLifecycle(
    {
        class: "DeviceConfigurationAssignment",
        policyArgument: "deviceConfigurationId",
        family: "deviceConfigurations",
        hasExclusions: true,
    },
    "documented",
);
