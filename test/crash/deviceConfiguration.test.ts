import { describeCrashes } from "../support/crash";

describeCrashes(
    {
        kind: "deviceConfiguration",
        class: "DeviceConfigurationAssignment",
        policyArgument: "deviceConfigurationId",
        family: "deviceConfigurations",
    },
    [{ mode: "documented", victim: "engine", lane: "usual" }],
);
