import { describeUnclearEnds } from "../support/unclearEnds";

describeUnclearEnds("enrollmentConfiguration");
