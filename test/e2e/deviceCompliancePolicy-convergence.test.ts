import { describeConvergence } from "../support/convergence";
import { deviceCompliancePolicy } from "../support/kinds";

describeConvergence(deviceCompliancePolicy);
