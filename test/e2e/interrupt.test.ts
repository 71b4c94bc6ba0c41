import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, providersOf } from "../support/crash";
import { createProject, type Outcome, type Project } from "../support/engine";
import { hosts, programFor } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

const longWaitMs = 3_000;

for (const host of hosts) {
    describe(`a run that ends before its time, while Graph lets it wait, served by the ${host} host`, () => {
        let tenant: TestTenant;
        let project: Project;
        let policy: TestPolicy;

        beforeEach(async () => {
            tenant = await startTenant("service");
            [policy] = tenant.policies("deviceCompliancePolicies");
            const resources = tenant.groups.map((groupId, at) => ({
                class: "DeviceCompliancePolicyAssignment",
                name: `row-${String(at)}`,
                args: { deviceCompliancePolicyId: policy.id, target: { type: "group", groupId } },
            }));
            project = await createProject(programFor(host, ...resources), { config: tenant.config });
            const headers = { "Retry-After": String(longWaitMs / 1_000) };
            const slowDown = { type: "status", status: 429, headers } as const;
            tenant.simulator.fail({ path: /\/assign/, times: 1, action: slowDown });
        });
        afterEach(async () => {
            project.remove();
            await tenant.close();
        });

        /** Starts an `up`, and acts as soon as it waits. */
        async function upUntil(act: (engine: number) => void): Promise<{ outcome: Outcome; tookMs: number }> {
            let engine = 0;
            const run = project.up({
                onStart: (pid) => {
                    engine = pid;
                },
            });
            while (!tenant.simulator.requests.some(({ status }) => status === 429)) {
                await sleep(20);
            }
            const start = performance.now();
            act(engine);
            const outcome = await run;
            return { outcome, tookMs: performance.now() - start };
        }

        it("ends within a second of the first Ctrl-C, and the next run goes on", async () => {
            const { outcome, tookMs } = await upUntil((engine) => process.kill(engine, "SIGINT"));
            assert.notEqual(outcome.exitCode, 0);
            assert.ok(tookMs < 1_000, `${String(tookMs)} ms`);
            assert.match(
                outcome.output,
                /error: Operation cancelled: the run was interrupted.*run `pulumi up` to go on/,
            );
            assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/);
            assert.equal(tenant.rows(policy).length, 3, "nothing was sent");
            const again = await project.up();
            assert.equal(again.exitCode, 0, again.output);
            assert.doesNotMatch(again.output, /pending operations/);
            assert.equal(tenant.rows(policy).length, 6);
        });

        it("sends nothing more when the engine is killed, and the way back is the one that the README names", async () => {
            let provider = 0;
            await upUntil((engine) => {
                [provider = 0] = providersOf(engine);
                assert.notEqual(provider, 0);
                process.kill(engine, "SIGKILL");
            });
            await sleep(500);
            assert.equal(isAlive(provider), host === "dynamic", "only Pulumi's own host outlives its engine");
            tenant.forget();
            await sleep(longWaitMs + 500);
            assert.deepEqual(tenant.requests(), []);
            if (host === "dynamic") {
                process.kill(provider, "SIGKILL");
            }

            assert.equal((await project.run(["cancel", "--yes", "--stack", "test"])).exitCode, 0);
            const again = await project.up();
            assert.equal(again.exitCode, 0, again.output);
            assert.match(again.output, /pending operations/);
            assert.equal(tenant.rows(policy).length, 6);
            const cleared = await project.refresh({ args: ["--clear-pending-creates"] });
            assert.equal(cleared.exitCode, 0, cleared.output);
            const settled = await project.preview();
            assert.deepEqual(settled.steps, []);
            assert.doesNotMatch(settled.output, /pending operations/);
        });
    });
}
