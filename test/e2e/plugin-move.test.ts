import assert from "node:assert/strict";
import { createProject, type Project } from "../support/engine";
import { programFor, yamlProgramOf, type Declared } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

/** docs/plugin.md promises it: a stack goes from one host to the other and nothing of it is made anew. */
describe("a stack of the dynamic host that moves to the plugin", () => {
    let tenant: TestTenant;
    let project: Project;
    let resources: readonly Declared[];

    before(async () => {
        tenant = await startTenant("service");
        const target = { type: "group", groupId: tenant.groups[0] };
        const [configuration] = tenant.policies("deviceConfigurations");
        const [compliance, other]: readonly TestPolicy[] = tenant.policies("deviceCompliancePolicies");
        const [enrollment] = tenant.policies("deviceEnrollmentConfigurations");
        resources = [
            {
                class: "DeviceConfigurationAssignment",
                name: "a",
                args: { deviceConfigurationId: configuration.id, target },
            },
            {
                class: "DeviceCompliancePolicyAssignment",
                name: "b",
                args: { deviceCompliancePolicyId: compliance.id, target },
            },
            {
                class: "EnrollmentConfigurationAssignment",
                name: "c",
                args: { deviceEnrollmentConfigurationId: enrollment.id, target },
            },
            {
                class: "DeviceCompliancePolicyAssignmentSet",
                name: "d",
                args: { deviceCompliancePolicyId: other.id, targets: [target] },
            },
        ];
        project = await createProject(yamlProgramOf(), {
            config: { ...tenant.config, "intune:onExisting": "takeOver" },
        });
    });
    beforeEach(async () => {
        project.write(programFor("dynamic", ...resources));
        const outcome = await project.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        tenant.forget();
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    const programs = {
        "Node program": () => programFor("plugin", ...resources),
        "YAML program": () => yamlProgramOf(...resources),
    };
    for (const [name, program] of Object.entries(programs)) {
        it(`is taken over by a ${name}: no step, no write, and refresh and destroy go on from there`, async () => {
            project.write(program());
            const preview = await project.preview({ args: ["--expect-no-changes"] });
            assert.equal(preview.exitCode, 0, preview.output);
            const up = await project.up();
            assert.equal(up.exitCode, 0, up.output);
            assert.deepEqual(up.steps, [], up.output);
            assert.deepEqual(tenant.writes(), []);
            const types = Object.values(await project.resources()).map(({ type }) => type);
            assert.deepEqual(types.filter((type) => type.startsWith("intune:index:")).length, resources.length);
            const refresh = await project.refresh({ args: ["--expect-no-changes"] });
            assert.equal(refresh.exitCode, 0, refresh.output);
            const destroy = await project.destroy();
            assert.equal(destroy.exitCode, 0, destroy.output);
            assert.equal(destroy.steps.length, resources.length);
        });
    }

    it("goes back by aliases the other way round, as quietly", async () => {
        project.write(programFor("plugin", ...resources));
        const there = await project.up();
        assert.equal(there.exitCode, 0, there.output);
        const classes = resources.map(({ class: type, name, args }) => {
            const alias = `{ aliases: [{ type: "intune:index:${type}" }] }`;
            return `new intune.${type}(${JSON.stringify(name)}, ${JSON.stringify(args)}, ${alias});`;
        });
        project.write(['const intune = require("pulumi-intune");', ...classes].join("\n"));
        const back = await project.up();
        assert.equal(back.exitCode, 0, back.output);
        assert.deepEqual(back.steps, [], back.output);
        assert.deepEqual(tenant.writes(), []);
        const destroy = await project.destroy();
        assert.equal(destroy.exitCode, 0, destroy.output);
    });
});
