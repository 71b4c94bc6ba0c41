import { describeLifecycle } from "../support/lifecycle";
import { enrollmentConfiguration } from "../support/kinds";

describeLifecycle(enrollmentConfiguration, "service");
