import { describeLifecycle } from "../support/lifecycle";

describeLifecycle(
    {
        class: "EnrollmentConfigurationAssignment",
        policyArgument: "deviceEnrollmentConfigurationId",
        family: "deviceEnrollmentConfigurations",
        hasExclusions: false,
    },
    "documented",
);
