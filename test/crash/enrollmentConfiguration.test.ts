import { describeCrashes } from "../support/crash";

describeCrashes(
    {
        kind: "enrollmentConfiguration",
        class: "EnrollmentConfigurationAssignment",
        policyArgument: "deviceEnrollmentConfigurationId",
        family: "deviceEnrollmentConfigurations",
    },
    [{ mode: "service", victim: "provider", lane: "usual" }],
);
