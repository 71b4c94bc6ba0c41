import { describeCrashes } from "../support/crash";
import { deviceCompliancePolicy } from "../support/kinds";

describeCrashes(deviceCompliancePolicy, [{ mode: "service", victim: "engine", lane: "fast" }]);
