import assert from "node:assert/strict";
import { createProject, type Outcome, type Project } from "../support/engine";
import { programOf } from "../support/program";
import { startTenant, type TestTenant } from "../support/tenant";

const resource = (name: string, groupId: string) => ({
    class: "DeviceConfigurationAssignment",
    name,
    args: { deviceConfigurationId: "0b5a3c0e-1111-4000-8000-00000000abcd", target: { type: "group", groupId } },
});

/** Two resources: what is wrong for both is told once a resource at most. */
const program = programOf(
    resource("one", "0b5a3c0e-2222-4000-8000-000000000001"),
    resource("two", "0b5a3c0e-2222-4000-8000-000000000002"),
);

function assertOneMessage(outcome: Outcome, ...says: readonly RegExp[]): void {
    assert.notEqual(outcome.exitCode, 0, outcome.output);
    for (const expected of says) {
        assert.match(outcome.output, expected);
    }
    assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/, "no stack trace for a mistake of the user");
    const own = outcome.diagnostics.filter((text) => says.every((expected) => expected.test(text)));
    assert.equal(own.length, 1, `told once:\n${outcome.diagnostics.join("\n---\n")}`);
}

describe("configuration", () => {
    let tenant: TestTenant;
    let project: Project;

    before(async () => {
        tenant = await startTenant("service");
        project = await createProject(program);
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    it("that is missing altogether ends a preview with one message that says what to set", async () => {
        assertOneMessage(
            await project.preview(),
            /pulumi config set intune:<key>/,
            /accessToken \(INTUNE_ACCESS_TOKEN\)/,
            /tenantId/,
        );
    });

    it("that is missing altogether ends up in the same way, and nothing is recorded", async () => {
        assertOneMessage(
            await project.up(),
            /pulumi config set intune:<key>/,
            /accessToken \(INTUNE_ACCESS_TOKEN\)/,
            /tenantId/,
        );
        assert.deepEqual(await project.resources(), {});
    });

    it("may lack credentials for a preview without liveDiff", async () => {
        project.configure({ "intune:liveDiff": "false" });
        const outcome = await project.preview();
        assert.equal(outcome.exitCode, 0, outcome.output);
        assert.deepEqual([...outcome.steps].sort(), ["create one", "create two"]);
    });

    it("with a plain http endpoint off the loopback interface is refused", async () => {
        project.configure({ "intune:endpoint": "http://graph.example.com", "intune:accessToken": "secret-token-text" });
        const outcome = await project.preview();
        assertOneMessage(outcome, /intune:endpoint/, /https:/);
        assert.doesNotMatch(outcome.output, /secret-token-text/);
    });

    it("with a value of no use names the key and what it may hold", async () => {
        project.configure({ ...tenant.config, "intune:writeMode": "both" });
        assertOneMessage(await project.preview(), /intune:writeMode/, /"both"/, /"collection"/);
        assert.deepEqual(tenant.requests(), []);
    });

    it("comes from the environment as well", async () => {
        project.configure({});
        const env = { INTUNE_ENDPOINT: tenant.url, INTUNE_ACCESS_TOKEN: "test", INTUNE_PACING: "off" };
        const outcome = await project.preview({ env });
        assert.equal(outcome.exitCode, 0, outcome.output);
    });

    it("that leads to a policy that does not exist: up says which one, and records nothing", async () => {
        project.configure(tenant.config);
        const outcome = await project.up();
        assert.notEqual(outcome.exitCode, 0);
        assert.match(outcome.output, /device configuration .*0b5a3c0e-1111-4000-8000-00000000abcd/);
        assert.match(outcome.output, /404/);
        assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/);
        assert.deepEqual(await project.resources(), {});
    });

    it("that leads to nobody listening says so, without a trace", async () => {
        project.configure({
            ...tenant.config,
            "intune:endpoint": "http://127.0.0.1:9",
            "intune:operationTimeoutSeconds": "3",
        });
        const outcome = await project.up();
        assert.notEqual(outcome.exitCode, 0);
        assert.match(outcome.output, /127\.0\.0\.1:9|ECONNREFUSED|operationTimeoutSeconds/);
        assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/);
        assert.deepEqual(await project.resources(), {});
    });
});
