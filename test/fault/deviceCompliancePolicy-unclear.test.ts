import { describeUnclearEnds } from "../support/unclearEnds";

describeUnclearEnds("deviceCompliancePolicy");
