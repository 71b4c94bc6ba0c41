import assert from "node:assert/strict";
import { createProject, type Project } from "../support/engine";
import { hostUnderTest, packageUnderTest } from "../support/program";
import { startTenant, type TestTenant, type TestPolicy } from "../support/tenant";

/** Ids of enrollment configurations are twice as long, and Pulumi's state has them five times. */
const mostBytesOfRow = {
    dynamic: { configuration: 2000, enrollment: 2000 },
    plugin: { configuration: 1700, enrollment: 1800 },
}[hostUnderTest];
const mostBytesOfProvider = 150;

describe("the state file", () => {
    let tenant: TestTenant;
    let project: Project;
    let configuration: TestPolicy;
    let policy: TestPolicy;
    let enrollment: TestPolicy;
    let group: string;
    let filter: string;

    const token = "bearer-token-of-the-test";

    before(async () => {
        tenant = await startTenant("service");
        [configuration] = tenant.policies("deviceConfigurations");
        [policy] = tenant.policies("deviceCompliancePolicies");
        [enrollment] = tenant.policies("deviceEnrollmentConfigurations");
        group = tenant.groups[0];
        filter = tenant.filter;
        project = await createProject(`
const pulumi = require("@pulumi/pulumi");
const intune = require("${packageUnderTest}");
const target = { type: "group", groupId: ${JSON.stringify(group)} };
new intune.DeviceConfigurationAssignment("configuration", { deviceConfigurationId: ${JSON.stringify(configuration.id)}, target });
new intune.EnrollmentConfigurationAssignment("enrollment", { deviceEnrollmentConfigurationId: ${JSON.stringify(enrollment.id)}, target });
new intune.DeviceCompliancePolicyAssignment("secret", {
    deviceCompliancePolicyId: ${JSON.stringify(policy.id)},
    target: { ...target, filterId: pulumi.secret(${JSON.stringify(filter)}), filterType: "include" },
});
`);
        project.configure({ "intune:endpoint": tenant.url, "intune:pacing": "off" });
        await project.setSecret("intune:accessToken", token);
        const outcome = await project.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    it("holds a provider of one short line that names nothing but a handler of this package, or none", async () => {
        for (const [name, { inputs, outputs }] of Object.entries(await project.resources())) {
            if (hostUnderTest === "plugin") {
                assert.equal("__provider" in inputs!, false);
                continue;
            }
            const text = inputs!["__provider"] as string;
            assert.ok(Buffer.byteLength(text) < mostBytesOfProvider, `${name}: ${text}`);
            assert.match(text, /^exports\.handler = \(\) => require\("pulumi-intune\/provider"\)\.[A-Za-z]+;$/);
            assert.equal(outputs!["__provider"], text);
        }
    });

    for (const [name, most] of Object.entries(mostBytesOfRow)) {
        it(`holds at most ${String(most)} bytes for a row of the kind ${name}`, async () => {
            const { [name]: resource } = await project.resources();
            assert.ok(resource);
            // The engine stores source positions. In an ordinary project the packages are in its own folder.
            const stored = JSON.stringify(resource).replaceAll(
                /project:\/\/\/[^"]*?node_modules/g,
                "project:///node_modules",
            );
            const size = Buffer.byteLength(stored);
            assert.ok(size <= most, `${String(size)} bytes`);
        });
    }

    it("holds neither what the program marked as secret nor the token in plain text", async () => {
        const text = JSON.stringify(await project.stackExport());
        assert.equal(text.includes(filter), false);
        assert.equal(text.includes(token), false);
    });

    it("keeps secrets secret when nothing changes and after a refresh", async () => {
        const up = await project.up();
        assert.deepEqual(up.steps, [], up.output);
        const refresh = await project.refresh();
        assert.equal(refresh.exitCode, 0, refresh.output);
        assert.equal(JSON.stringify(await project.stackExport()).includes(filter), false);
    });

    it("leads to a destroy that needs no program", async () => {
        project.write("throw new Error('not run by destroy');");
        const outcome = await project.destroy();
        assert.equal(outcome.exitCode, 0, outcome.output);
        assert.deepEqual(await project.resources(), {});
    });
});
