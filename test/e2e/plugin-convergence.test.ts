import { describeConvergence } from "../support/convergence";

describeConvergence(
    {
        class: "EnrollmentConfigurationAssignment",
        policyArgument: "deviceEnrollmentConfigurationId",
        family: "deviceEnrollmentConfigurations",
        hasExclusions: false,
    },
    "plugin",
);
