import { describeLifecycle } from "../support/lifecycle";
import { deviceConfiguration } from "../support/kinds";

describeLifecycle(deviceConfiguration, "service");
