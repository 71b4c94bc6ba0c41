import { describeLifecycle } from "../support/lifecycle";
import { deviceCompliancePolicy } from "../support/kinds";

describeLifecycle(deviceCompliancePolicy, "documented");
