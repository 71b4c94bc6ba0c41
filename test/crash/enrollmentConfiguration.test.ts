import { describeCrashes } from "../support/crash";
import { enrollmentConfiguration } from "../support/kinds";

describeCrashes(enrollmentConfiguration, [{ mode: "service", victim: "provider", lane: "usual" }]);
