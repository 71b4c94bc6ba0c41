import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { createProject, type Program, type Project } from "../support/engine";
import { packageUnderTest } from "../support/program";
import { startTenant, type TestTenant, type TestPolicy } from "../support/tenant";

const execute = promisify(execFile);

describe("programs", () => {
    let tenant: TestTenant;
    let project: Project;
    let policy: TestPolicy;
    let group: string;
    let nextGroup: string;

    const declaration = (): string => `new DeviceConfigurationAssignment("row", {
    deviceConfigurationId: ${JSON.stringify(policy.id)},
    target: { type: "group", groupId: ${JSON.stringify(group)} },
});`;

    before(async () => {
        tenant = await startTenant("service");
        [policy] = tenant.policies("deviceConfigurations");
        [group, nextGroup] = tenant.groups;
        project = await createProject("", { config: tenant.config });
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    it("in CommonJS create a row", async () => {
        project.write(`const { DeviceConfigurationAssignment } = require("${packageUnderTest}");\n${declaration()}`);
        const outcome = await project.up();
        assert.deepEqual(outcome.steps, ["create row"], outcome.output);
    });

    const same: Readonly<Record<string, Program["language"]>> = {
        "as ES modules": "module",
        "in TypeScript": "typescript",
    };
    for (const [how, language] of Object.entries(same)) {
        it(`${how} are the same program to the engine`, async () => {
            const source = `import { DeviceConfigurationAssignment } from "${packageUnderTest}";\n${declaration()}`;
            project.write({ language: language!, source });
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, []);
        });
    }

    it("may use values that a preview does not know yet, in all of a target", async () => {
        project.write(`const { DeviceConfigurationAssignment } = require("${packageUnderTest}");
const first = ${declaration()}
new DeviceConfigurationAssignment("second", {
    deviceConfigurationId: first.deviceConfigurationId,
    target: first.assignmentId.apply(() => ({ type: "group", groupId: ${JSON.stringify(nextGroup)} })),
});
new DeviceConfigurationAssignment("third", {
    deviceConfigurationId: first.sourceId.apply((id) => id),
    target: { type: "group", groupId: first.assignmentId.apply(() => ${JSON.stringify(tenant.groups[2])}) },
});`);
        await project.destroy();
        const preview = await project.preview();
        assert.equal(preview.exitCode, 0, preview.output);
        assert.deepEqual([...preview.steps].sort(), ["create row", "create second", "create third"]);
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        const settled = await project.preview();
        assert.deepEqual(settled.steps, [], settled.output);
        await project.destroy();
    });

    it("may run inline through the Automation API, from a folder that has the package", async () => {
        writeFileSync(
            join(project.folder, "automation.cjs"),
            `const { LocalWorkspace } = require("@pulumi/pulumi/automation");
const { DeviceConfigurationAssignment } = require("${packageUnderTest}");
async function main() {
    const stack = await LocalWorkspace.createOrSelectStack(
        { stackName: "inline", projectName: "automation", program: async () => { const row = ${declaration()} return { id: row.id }; } },
        { workDir: __dirname, projectSettings: { name: "automation", runtime: "nodejs", main: __dirname } },
    );
    for (const [key, value] of Object.entries(${JSON.stringify(tenant.config)})) {
        await stack.setConfig(key, { value });
    }
    const up = await stack.up();
    const again = await stack.up();
    const destroyed = await stack.destroy();
    console.log(JSON.stringify({ id: up.outputs.id.value, again: again.summary.resourceChanges, destroyed: destroyed.summary.result }));
}
main().catch((error) => { console.error(error.message); process.exitCode = 1; });
`,
        );
        const { stdout } = await execute(process.execPath, ["automation.cjs"], {
            cwd: project.folder,
            env: project.env,
        });
        const told = JSON.parse(stdout) as { id: string; again: Record<string, number>; destroyed: string };
        assert.match(told.id, new RegExp(`^${policy.path}/assignments/`));
        assert.deepEqual(told.again, { same: 2 });
        assert.equal(told.destroyed, "succeeded");
    });
});
