import { describeConvergence } from "../support/convergence";
import { deviceConfiguration } from "../support/kinds";

describeConvergence(deviceConfiguration);
