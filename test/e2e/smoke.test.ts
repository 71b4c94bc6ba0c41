import assert from "node:assert/strict";
import { createProject, type Project } from "../support/engine";
import { programOf, type Declared } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

/** All resources of the package in one program. `npm run test:node24` runs it with the newest of everything. */
describe("every resource of the package in one program", () => {
    let tenant: TestTenant;
    let project: Project;
    let resources: readonly Declared[];
    let foreign: readonly string[];
    let names: readonly string[];

    const rowPolicies = (): [TestPolicy, TestPolicy, TestPolicy] => [
        tenant.policies("deviceConfigurations")[0],
        tenant.policies("deviceCompliancePolicies")[0],
        tenant.policies("deviceEnrollmentConfigurations")[0],
    ];

    before(async () => {
        tenant = await startTenant("service");
        const [configuration, compliance, enrollment] = rowPolicies();
        const target = { type: "group", groupId: tenant.groups[0] };
        const targets = [target, { type: "allLicensedUsers" }];
        const free = (suffix = ""): string => `5e700000-0000-4000-8000-0000000000ff${suffix}`;
        const enrollmentId = free("_SinglePlatformRestriction");
        tenant.simulator.tenant.addPolicy("deviceConfigurations", { id: free() });
        tenant.simulator.tenant.addPolicy("deviceCompliancePolicies", { id: free() });
        tenant.simulator.tenant.addPolicy("deviceEnrollmentConfigurations", { id: enrollmentId, priority: 9 });
        const declared: Readonly<Record<string, object>> = {
            DeviceConfigurationAssignment: { deviceConfigurationId: configuration.id, target },
            DeviceCompliancePolicyAssignment: { deviceCompliancePolicyId: compliance.id, target },
            EnrollmentConfigurationAssignment: { deviceEnrollmentConfigurationId: enrollment.id, target },
            DeviceConfigurationAssignmentSet: { deviceConfigurationId: free(), targets },
            DeviceCompliancePolicyAssignmentSet: { deviceCompliancePolicyId: free(), targets },
            EnrollmentConfigurationAssignmentSet: { deviceEnrollmentConfigurationId: enrollmentId, targets },
        };
        names = Object.keys(declared).sort();
        resources = Object.entries(declared).map(([name, args]) => ({ class: name, name, args: { ...args } }));
        foreign = rowPolicies().map((policy) => tenant.foreignRows(policy));
        const versions = `exports.node = process.version; exports.sdk = require("@pulumi/pulumi/version").version;`;
        project = await createProject(programOf(...resources) + versions, { config: tenant.config });
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    it("is created by up, on the Node that the suite is for", async () => {
        const outcome = await project.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        assert.deepEqual(
            [...outcome.steps].sort(),
            names.map((name) => `create ${name}`),
        );
        const { stdout } = await project.run(["stack", "output", "--json", "--stack", "test"]);
        const { node } = JSON.parse(stdout) as { node: string };
        const expected = process.env["PULUMI_INTUNE_TEST_NODE"] === undefined ? process.version.split(".")[0] : "v24";
        assert.equal(node.split(".")[0], expected, stdout);
    });

    it("is left alone by a second up", async () => {
        tenant.forget();
        const outcome = await project.up();
        assert.deepEqual(outcome.steps, [], outcome.output);
        assert.deepEqual(tenant.writes(), []);
    });

    it("is put right after somebody removed everything that the program made", async () => {
        for (const policy of rowPolicies()) {
            tenant.remove(policy, tenant.groups[0]);
        }
        tenant.simulator.tenant.setAssignments("deviceConfigurations", "5e700000-0000-4000-8000-0000000000ff", []);
        const preview = await project.preview();
        assert.deepEqual(
            [...preview.steps].sort(),
            [
                "update DeviceCompliancePolicyAssignment",
                "update DeviceConfigurationAssignment",
                "update DeviceConfigurationAssignmentSet",
                "update EnrollmentConfigurationAssignment",
            ],
            preview.output,
        );
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        const settled = await project.preview();
        assert.deepEqual(settled.steps, [], settled.output);
    });

    it("agrees with Graph when refreshed", async () => {
        const outcome = await project.refresh({ args: ["--expect-no-changes"] });
        assert.equal(outcome.exitCode, 0, outcome.output);
    });

    it("is removed by destroy, and the rows of others are as they were", async () => {
        const outcome = await project.destroy();
        assert.equal(outcome.exitCode, 0, outcome.output);
        assert.deepEqual(
            [...outcome.steps].sort(),
            names.map((name) => `delete ${name}`),
        );
        assert.deepEqual(
            rowPolicies().map((policy) => tenant.foreignRows(policy)),
            foreign,
        );
        assert.deepEqual(
            rowPolicies().map((policy) => tenant.rows(policy).length),
            [3, 3, 3],
        );
    });
});
