import assert from "node:assert/strict";
import { createProject, type Project } from "../support/engine";
import { programOf, type Declared } from "../support/program";
import {
    startTenant,
    type FamilyName,
    type StoredRow,
    type Mode,
    type TestTenant,
    type TestPolicy,
} from "../support/tenant";

interface Kind {
    readonly class: string;
    readonly policyArgument: string;
    readonly family: FamilyName;
}

const modes: readonly Mode[] = ["service", "documented"];
const kinds: readonly Kind[] = [
    {
        class: "DeviceConfigurationAssignment",
        policyArgument: "deviceConfigurationId",
        family: "deviceConfigurations",
    },
    {
        class: "DeviceCompliancePolicyAssignment",
        policyArgument: "deviceCompliancePolicyId",
        family: "deviceCompliancePolicies",
    },
];

function typesOf(rows: readonly StoredRow[], groupId: string): unknown[] {
    return rows.filter(({ target }) => target["groupId"] === groupId).map(({ target }) => target["@odata.type"]);
}

const include = "#microsoft.graph.groupAssignmentTarget";
const exclude = "#microsoft.graph.exclusionGroupAssignmentTarget";

for (const mode of modes) {
    for (const kind of kinds) {
        // The engine creates before it deletes, and both rows have one id on Graph.
        describe(`two resources of ${kind.class} that meet in one place on a Graph in ${mode} mode`, () => {
            let tenant: TestTenant;
            let project: Project;
            let policy: TestPolicy;
            let foreign: string;

            const row = (name: string, target: object): Declared => ({
                class: kind.class,
                name,
                args: { [kind.policyArgument]: policy.id, target },
            });
            const up = async (...resources: readonly Declared[]): Promise<readonly string[]> => {
                project.write(programOf(...resources));
                const outcome = await project.up();
                assert.equal(outcome.exitCode, 0, outcome.output);
                return outcome.steps;
            };
            const types = (groupId: string): unknown[] => typesOf(tenant.rows(policy), groupId);
            const assertSettled = async (): Promise<void> => {
                const outcome = await project.preview();
                assert.deepEqual(outcome.steps, [], outcome.output);
            };

            before(async () => {
                tenant = await startTenant(mode);
                [policy] = tenant.policies(kind.family);
                foreign = tenant.foreignRows(policy);
                project = await createProject("", { config: tenant.config });
            });
            after(async () => {
                project.remove();
                await tenant.close();
            });

            it("leave the exclusion live when the include goes and the exclude comes in one up", async () => {
                const [group] = tenant.groups;
                await up(row("include", { type: "group", groupId: group }));
                await up(row("exclude", { type: "exclusionGroup", groupId: group }));
                assert.deepEqual(types(group), [exclude]);
                assert.deepEqual(Object.keys(await project.resources()), ["exclude"]);
                await assertSettled();
            });

            it("leave the include live the other way round", async () => {
                const [group] = tenant.groups;
                await up(row("include", { type: "group", groupId: group }));
                assert.deepEqual(types(group), [include]);
                await assertSettled();
            });

            it("leave both rows live when they exchange their groups in one up", async () => {
                const [one, two] = tenant.groups;
                await up(row("a", { type: "group", groupId: one }), row("b", { type: "group", groupId: two }));
                await up(row("a", { type: "group", groupId: two }), row("b", { type: "group", groupId: one }));
                assert.deepEqual(types(one), [include]);
                assert.deepEqual(types(two), [include]);
                await assertSettled();
            });

            it("leave the row live when one resource takes over from another under a new name", async () => {
                const [one] = tenant.groups;
                await up();
                await up(row("named", { type: "group", groupId: one }));
                await up(row("renamed", { type: "group", groupId: one }));
                assert.deepEqual(types(one), [include]);
                await assertSettled();
            });

            it("leave what others assigned as it was", async () => {
                await up();
                assert.equal(tenant.foreignRows(policy), foreign);
                assert.equal(tenant.rows(policy).length, 3);
            });
        });
    }
}
