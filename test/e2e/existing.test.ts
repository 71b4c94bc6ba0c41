import assert from "node:assert/strict";
import { createProject, type Project } from "../support/engine";
import { programOf } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

describe("what exists before the program", () => {
    let tenant: TestTenant;
    let project: Project;
    let policy: TestPolicy;

    const byHand = (filterType?: string): void => {
        tenant.put(policy, {
            "@odata.type": "#microsoft.graph.groupAssignmentTarget",
            groupId: tenant.groups[0],
            ...(filterType === undefined
                ? {}
                : {
                      deviceAndAppManagementAssignmentFilterId: tenant.filter,
                      deviceAndAppManagementAssignmentFilterType: filterType,
                  }),
        });
        tenant.forget();
    };
    const declareRow = (): void => {
        const target = { type: "group", groupId: tenant.groups[0] };
        const args = { deviceCompliancePolicyId: policy.id, target };
        project.write(programOf({ class: "DeviceCompliancePolicyAssignment", name: "row", args }));
    };
    const declareSet = (...targets: readonly object[]): void => {
        const args = { deviceCompliancePolicyId: policy.id, targets };
        project.write(programOf({ class: "DeviceCompliancePolicyAssignmentSet", name: "set", args }));
    };
    const direct = (): unknown[] => tenant.rows(policy).filter(({ source }) => source === "direct");
    const inherited = (): string => JSON.stringify(tenant.rows(policy).filter(({ source }) => source !== "direct"));

    beforeEach(async () => {
        tenant = await startTenant("service");
        [policy] = tenant.policies("deviceCompliancePolicies");
        project = await createProject("", { config: tenant.config });
    });
    afterEach(async () => {
        project.remove();
        await tenant.close();
    });

    it("and says the same is adopted without a write", async () => {
        byHand();
        declareRow();
        const outcome = await project.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        assert.deepEqual(tenant.writes(), []);
        assert.deepEqual(Object.keys(await project.resources()), ["row"]);
        assert.match(outcome.output, /assigned already, adopted: group .*If another stack declares the same/);
    });

    it("and says something else stops up with one message, until it may be taken over", async () => {
        byHand("exclude");
        declareRow();
        const before = JSON.stringify(tenant.rows(policy));
        const refused = await project.up();
        assert.notEqual(refused.exitCode, 0);
        assert.match(refused.output, /assigned already.*intune:onExisting/);
        assert.doesNotMatch(refused.output, /\n\s+at .*[:(]\d+/);
        assert.equal(JSON.stringify(tenant.rows(policy)), before);
        assert.deepEqual(await project.resources(), {});

        project.configure({ ...tenant.config, "intune:onExisting": "takeOver" });
        const taken = await project.up();
        assert.equal(taken.exitCode, 0, taken.output);
        const row = tenant.rows(policy).find(({ target }) => target["groupId"] === tenant.groups[0])!;
        assert.equal(row.target["deviceAndAppManagementAssignmentFilterType"], "none");
    });

    it("is not removed by a new set unasked; told to, it removes strays and keeps rows of policy sets", async () => {
        declareSet({ type: "group", groupId: tenant.groups[0] });
        const before = JSON.stringify(tenant.rows(policy));
        const ofPolicySet = inherited();
        const refused = await project.up();
        assert.notEqual(refused.exitCode, 0);
        assert.match(refused.output, /intune:onExisting.*If another stack declares them/);
        assert.equal(JSON.stringify(tenant.rows(policy)), before);

        project.configure({ ...tenant.config, "intune:onExisting": "takeOver" });
        const taken = await project.up();
        assert.equal(taken.exitCode, 0, taken.output);
        assert.equal(direct().length, 1);
        assert.equal(inherited(), ofPolicySet);

        tenant.put(policy, { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: tenant.groups[1] });
        const stray = await project.preview();
        assert.deepEqual(stray.steps, ["update set"], stray.output);
        await project.up();
        assert.equal(direct().length, 1);

        declareSet();
        const emptied = await project.up();
        assert.deepEqual(emptied.steps, ["update set"], emptied.output);
        assert.deepEqual(direct(), []);
        assert.equal(inherited(), ofPolicySet);
    });
});
