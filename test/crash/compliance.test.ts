import assert from "node:assert/strict";
import { crashEverywhere } from "../support/crash";

const kind = {
    class: "DeviceCompliancePolicyAssignment",
    policyArgument: "deviceCompliancePolicyId",
    family: "deviceCompliancePolicies",
} as const;

describe("a run that dies before or after any of its requests", () => {
    for (const victim of ["provider", "engine"] as const) {
        it(`is made good by the next up when the ${victim} is killed`, async () => {
            const n = await crashEverywhere({ kind, mode: "service", victim, lane: "usual" });
            console.log(n);
            assert.ok(n > 0);
        });
    }
});
