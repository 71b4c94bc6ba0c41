import { describeCrashes } from "../support/crash";
import { deviceConfiguration } from "../support/kinds";

describeCrashes(deviceConfiguration, [{ mode: "documented", victim: "engine", lane: "usual" }]);
