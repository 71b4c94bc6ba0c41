import { describeConvergence } from "../support/convergence";
import { enrollmentConfiguration } from "../support/kinds";

describeConvergence(enrollmentConfiguration);
