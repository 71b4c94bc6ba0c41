import { describeUnclearEnds } from "../support/unclearEnds";

describeUnclearEnds("deviceConfiguration");
