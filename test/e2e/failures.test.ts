import assert from "node:assert/strict";
import type { FaultRule, SimulatorOptions } from "../../simulator";
import { createProject, type Outcome, type Project } from "../support/engine";
import { programOf } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

interface Failure {
    readonly options?: SimulatorOptions;
    readonly fault?: FaultRule;
    /** A group that the tenant does not have. */
    readonly groupId?: string;
    readonly config?: Readonly<Record<string, string>>;
    readonly says: readonly RegExp[];
}

const always = { times: 1_000 };
const writes = /\/assign/;

const failures: Readonly<Record<string, Failure>> = {
    "a token that Graph does not take": {
        options: { tokens: ["another"] },
        says: [/401/, /intune:accessToken/],
    },
    "a permission that the app lacks": {
        options: { permissions: ["DeviceManagementConfiguration.Read.All"] },
        says: [/403/, /DeviceManagementConfiguration\.ReadWrite\.All/],
    },
    "a group that does not exist": {
        groupId: "0b5a3c0e-2222-4000-8000-00000000abcd",
        says: [/0b5a3c0e-2222-4000-8000-00000000abcd/],
    },
    "an HTML page where Graph should be": {
        fault: { ...always, action: { type: "html", status: 200 } },
        says: [/HTML|JSON/],
    },
    "answers that break off in the middle of their JSON": {
        fault: { ...always, path: writes, action: { type: "truncate" } },
        config: { "intune:operationTimeoutSeconds": "5" },
        says: [/cut-off JSON/],
    },
    "a service that is down": {
        fault: { ...always, action: { type: "status", status: 503 } },
        config: { "intune:operationTimeoutSeconds": "3" },
        says: [/503|operationTimeoutSeconds/],
    },
    "a change that waits for a second administrator": {
        options: { approval: true },
        config: { "intune:approvalJustification": "Rollout 12" },
        says: [/[Aa]pprov/],
    },
};

function assertTold(outcome: Outcome, says: readonly RegExp[]): void {
    assert.notEqual(outcome.exitCode, 0, outcome.output);
    for (const expected of says) {
        assert.match(outcome.output, expected);
    }
    assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/, "no stack trace for a failure of the service");
    const told = outcome.diagnostics.filter((text) => says.every((expected) => expected.test(text)));
    assert.equal(told.length, 1, `told once:\n${outcome.diagnostics.join("\n---\n")}`);
    assert.doesNotMatch(outcome.output, /Bearer|secret-token-text/);
}

for (const [failure, { options, fault, groupId, config, says }] of Object.entries(failures)) {
    describe(`up that meets ${failure}`, () => {
        let tenant: TestTenant;
        let project: Project;
        let policy: TestPolicy;

        before(async () => {
            tenant = await startTenant("service", options);
            [policy] = tenant.policies("deviceCompliancePolicies");
            const target = { type: "group", groupId: groupId ?? tenant.groups[0] };
            const args = { deviceCompliancePolicyId: policy.id, target };
            project = await createProject(programOf({ class: "DeviceCompliancePolicyAssignment", name: "row", args }), {
                config: { ...tenant.config, "intune:accessToken": "secret-token-text", ...config },
            });
        });
        after(async () => {
            project.remove();
            await tenant.close();
        });

        it("ends with one message, and leaves the rows of others alone", async () => {
            const foreign = tenant.foreignRows(policy);
            if (fault !== undefined) {
                tenant.simulator.fail(fault);
            }
            assertTold(await project.up(), says);
            assert.equal(tenant.foreignRows(policy), foreign);
        });

        if (fault !== undefined) {
            it("succeeds when it is run again afterwards", async () => {
                tenant.simulator.clearFaults();
                project.configure(tenant.config);
                const outcome = await project.up();
                assert.equal(outcome.exitCode, 0, outcome.output);
                assert.equal(tenant.rows(policy).length, 4);
                const settled = await project.preview();
                assert.deepEqual(settled.steps, [], settled.output);
            });
        }
    });
}
