import assert from "node:assert/strict";
import { createProject, type Project } from "../support/engine";
import { yamlProgramOf } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

const groupTarget = "#microsoft.graph.groupAssignmentTarget";
const filterId = "deviceAndAppManagementAssignmentFilterId";
const filterType = "deviceAndAppManagementAssignmentFilterType";

describe("a YAML program", () => {
    let tenant: TestTenant;
    let project: Project;
    let policy: TestPolicy;
    let other: TestPolicy;
    let foreign: readonly string[];
    let filtered: object;

    const declare = (target: object, targets: readonly object[]): void => {
        project.write(
            yamlProgramOf(
                {
                    class: "DeviceCompliancePolicyAssignment",
                    name: "row",
                    args: { deviceCompliancePolicyId: policy.id, target },
                },
                {
                    class: "DeviceCompliancePolicyAssignmentSet",
                    name: "set",
                    args: { deviceCompliancePolicyId: other.id, targets },
                },
            ),
        );
    };
    const put = (how: string): void => {
        const [groupId] = tenant.groups;
        tenant.put(policy, { "@odata.type": groupTarget, groupId, [filterId]: tenant.filter, [filterType]: how });
    };

    before(async () => {
        tenant = await startTenant("service");
        [policy, other] = tenant.policies("deviceCompliancePolicies");
        foreign = [tenant.foreignRows(policy)];
        filtered = { type: "group", groupId: tenant.groups[0], filterId: tenant.filter, filterType: "include" };
        project = await createProject(yamlProgramOf(), {
            config: { ...tenant.config, "intune:onExisting": "takeOver" },
        });
        declare(filtered, [{ type: "allDevices" }]);
    });
    beforeEach(() => {
        tenant.forget();
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    it("is carried out by up, and the next preview finds nothing to do", async () => {
        const preview = await project.preview();
        assert.deepEqual([...preview.steps].sort(), ["create row", "create set"], preview.output);
        assert.deepEqual(tenant.writes(), []);
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.deepEqual([...up.steps].sort(), ["create row", "create set"]);
        const { row, set } = await project.resources();
        assert.equal(row!.id, `${policy.path}/assignments/${String(row!.outputs!["assignmentId"])}`);
        assert.equal(set!.id, `${other.path}/assignments`);
        const again = await project.preview({ args: ["--expect-no-changes"] });
        assert.equal(again.exitCode, 0, again.output);
    });

    it("shows in a preview which property somebody changed by hand, and tells the value that Graph has", async () => {
        put("exclude");
        const preview = await project.preview({ args: ["--diff"] });
        assert.deepEqual(preview.steps, ["update row"], preview.output);
        assert.match(preview.stdout, /~ target *:[^]*~ filterType: "include" => "include"/);
        assert.doesNotMatch(preview.stdout, /~ groupId/);
        assert.match(
            preview.diagnostics.join("\n"),
            /drift: .*Graph has filter exclude .*, the program wants filter include/,
        );
        const plain = await project.preview();
        assert.match(plain.stdout, /intune:index:DeviceCompliancePolicyAssignment \(row\):\n +warning: drift: /);
        assert.deepEqual(tenant.writes(), []);
    });

    it("has it put right by up", async () => {
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.deepEqual(up.steps, ["update row"]);
        const row = tenant.rows(policy).find(({ target }) => target["groupId"] === tenant.groups[0]);
        assert.equal(row?.target[filterType], "include");
    });

    it("sees by refresh what is otherwise on Graph, and shows the property", async () => {
        put("exclude");
        const refresh = await project.refresh({ args: ["--diff"] });
        assert.equal(refresh.exitCode, 0, refresh.output);
        assert.match(refresh.stdout, /~ filterType: "include" => "exclude"/);
        const up = await project.up();
        assert.deepEqual(up.steps, ["update row"], up.output);
    });

    it("is updated for another filter and other targets, and replaced for another group, by property", async () => {
        declare({ ...filtered, filterType: "exclude" }, [{ type: "allLicensedUsers" }]);
        const edit = await project.preview({ args: ["--diff"] });
        assert.match(edit.stdout, /~ filterType: "include" => "exclude"/, edit.output);
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.deepEqual([...up.steps].sort(), ["update row", "update set"]);
        declare({ ...filtered, groupId: tenant.groups[1] }, []);
        const replacement = await project.up();
        assert.equal(replacement.exitCode, 0, replacement.output);
        assert.ok(replacement.steps.includes("replace row"), replacement.output);
        assert.deepEqual(
            tenant.rows(other).map(({ source }) => source),
            ["policySets"],
        );
    });

    it("is refused for wrong arguments, with their path", async () => {
        declare({ type: "group", groupId: "Berlin" }, []);
        const up = await project.up();
        assert.notEqual(up.exitCode, 0);
        assert.match(up.output, /target\.groupId/);
        assert.deepEqual(tenant.writes(), []);
    });

    it("is refused for a resource that the package does not have, and the run goes no further", async () => {
        project.write({ language: "yaml", source: "resources: { x: { type: 'intune:NoSuchAssignment' } }\n" });
        const up = await project.up();
        assert.notEqual(up.exitCode, 0);
        assert.match(up.output, /NoSuchAssignment/);
        assert.deepEqual(tenant.writes(), []);
    });

    it("leaves nothing behind after destroy but what is not its own", async () => {
        const destroy = await project.destroy();
        assert.equal(destroy.exitCode, 0, destroy.output);
        assert.deepEqual([tenant.foreignRows(policy)], foreign);
    });
});
