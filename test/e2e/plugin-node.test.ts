import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createProject, type Project } from "../support/engine";
import { startTenant, type TestTenant } from "../support/tenant";

describe("a Node program on the plugin", () => {
    let tenants: readonly [TestTenant, TestTenant];
    let project: Project;

    beforeEach(async () => {
        tenants = [await startTenant("service"), await startTenant("service")];
        project = await createProject("", { config: {} });
    });
    afterEach(async () => {
        project.remove();
        await Promise.all(tenants.map((tenant) => tenant.close()));
    });

    it("serves two tenants with providers of its own, whose secrets the state holds encrypted", async () => {
        const [policy] = tenants[0].policies("deviceConfigurations");
        const ways = JSON.stringify(tenants.map(({ url, groups: [groupId] }) => ({ url, groupId })));
        project.write(`
            const intune = require("pulumi-intune/plugin");
            ${ways}.forEach(({ url, groupId }, at) => {
                const provider = new intune.Provider("tenant-" + at, {
                    endpoint: url, accessToken: "canary-token", requestTimeoutSeconds: 30, liveDiff: true,
                });
                new intune.DeviceConfigurationAssignment("wifi-" + at, {
                    deviceConfigurationId: "${policy.id}", target: { type: "group", groupId },
                }, { provider });
                new intune.DeviceConfigurationAssignment("all-" + at, {
                    deviceConfigurationId: "${policy.id}", target: { type: "allLicensedUsers" },
                }, { provider });
            });`);
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        for (const tenant of tenants) {
            assert.ok(tenant.writes().length > 0);
        }
        assert.ok(!project.saveState().includes("canary-token"));
        assert.ok(!up.output.includes("canary-token"));
        const again = await project.preview({ args: ["--expect-no-changes"] });
        assert.equal(again.exitCode, 0, again.output);
        const destroy = await project.destroy();
        assert.equal(destroy.exitCode, 0, destroy.output);
    });

    it("reads what it does not own, and imports by a resource option", async () => {
        const [tenant] = tenants;
        const [policy] = tenant.policies("deviceCompliancePolicies");
        const row = tenant.rows(policy).find(({ source }) => source === "direct");
        assert.ok(row);
        const [, other] = tenant.policies("deviceCompliancePolicies");
        project.configure(tenant.config);
        project.write(`
            const intune = require("pulumi-intune/plugin");
            const read = intune.DeviceCompliancePolicyAssignment.get("read", "${policy.id}/${row.id}");
            const set = intune.DeviceCompliancePolicyAssignmentSet.get("set", "${other.id}");
            exports.target = read.target;
            exports.count = set.targets.apply((targets) => targets.length);
            exports.isPlugin = intune.DeviceCompliancePolicyAssignment.isInstance(read);`);
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        const { stdout } = await project.run(["stack", "output", "--json"]);
        const outputs = JSON.parse(stdout) as { target: { type: string }; count: number; isPlugin: boolean };
        assert.equal(typeof outputs.target.type, "string");
        assert.equal(outputs.count, tenant.rows(other).filter(({ source }) => source === "direct").length);
        assert.equal(outputs.isPlugin, true);
        project.write(`
            const intune = require("pulumi-intune/plugin");
            new intune.DeviceCompliancePolicyAssignment("read", {
                deviceCompliancePolicyId: "${policy.id}", target: ${JSON.stringify(outputs.target)},
            }, { import: "${policy.id}/${row.id}" });`);
        const imported = await project.up();
        assert.equal(imported.exitCode, 0, imported.output);
        assert.match(imported.output, /imported/);
        assert.deepEqual(tenant.writes(), []);
    });

    it("finds a plugin that is not on PATH, where Pulumi.yaml names its folder", async () => {
        const [tenant] = tenants;
        const [policy] = tenant.policies("deviceConfigurations");
        project.configure(tenant.config);
        const bin = join(project.folder, "tools");
        mkdirSync(bin);
        symlinkSync(resolve(__dirname, "../../dist/provider/plugin/main.js"), join(bin, "pulumi-resource-intune"));
        project.write(`
            const intune = require("pulumi-intune/plugin");
            new intune.DeviceConfigurationAssignmentSet("wifi", { deviceConfigurationId: "${policy.id}", targets: [] });`);
        const plugins = { providers: [{ name: "intune", path: "tools" }] };
        writeFileSync(join(project.folder, "Pulumi.yaml"), JSON.stringify({ name: "t", runtime: "nodejs", plugins }));
        const path = project.env["PATH"]?.split(":").filter((folder) => !folder.startsWith(project.folder));
        const preview = await project.preview({ env: { PATH: path?.join(":") ?? "" } });
        assert.equal(preview.exitCode, 0, preview.output);
        assert.deepEqual(preview.steps, ["create wifi"]);
    });
});
