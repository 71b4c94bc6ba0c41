import assert from "node:assert/strict";
import { createProject, type Project } from "./engine";
import type { TestKind } from "./kinds";
import { hostUnderTest, programOf } from "./program";
import { startTenant, type Mode, type StoredRow, type TestPolicy, type TestTenant } from "./tenant";

const type = (name: string): string => `#microsoft.graph.${name}AssignmentTarget`;
const filterId = "deviceAndAppManagementAssignmentFilterId";
const filterType = "deviceAndAppManagementAssignmentFilterType";

/** The row of a group among a policy's rows, as its type and filter; undefined where there is none. */
function seen(rows: readonly StoredRow[], groupId: string): object | undefined {
    const target = rows.find((row) => row.target["groupId"] === groupId)?.target;
    return target && { type: target["@odata.type"], filter: target[filterId] ?? null, filterType: target[filterType] };
}

/** One row resource from its creation to its end, on the real engine, on a policy that others have assigned too. */
export function describeLifecycle(kind: TestKind, mode: Mode): void {
    describe(`a ${kind.class} on a Graph in ${mode} mode, served by the ${hostUnderTest} host`, () => {
        let tenant: TestTenant;
        let project: Project;
        let policy: TestPolicy;
        let other: TestPolicy;
        let foreign: readonly string[];
        let group: string;
        let nextGroup: string;
        let filter: string;

        const declare = (parent: TestPolicy, target: object): void => {
            project.write(
                programOf({
                    class: kind.class,
                    name: "row",
                    args: { [kind.policyArgument]: parent.id, target },
                }),
            );
        };
        const plain = { type: type("group"), filter: null, filterType: "none" };
        const filtered = (how: string): object => ({ type: type("group"), filter, filterType: how });
        const own = (parent: TestPolicy, groupId: string): object | undefined => seen(tenant.rows(parent), groupId);
        const foreignRows = (): readonly string[] => [policy, other].map((parent) => tenant.foreignRows(parent));
        const assertForeignUntouched = (): void => {
            assert.deepEqual(foreignRows(), foreign);
        };

        before(async () => {
            tenant = await startTenant(mode);
            [policy, other] = tenant.policies(kind.family);
            [group, nextGroup] = tenant.groups;
            filter = tenant.filter;
            foreign = foreignRows();
            project = await createProject("", { config: tenant.config });
            declare(policy, { type: "group", groupId: group });
        });
        beforeEach(() => {
            tenant.forget();
        });
        after(async () => {
            project.remove();
            await tenant.close();
        });

        it("starts on a policy with rows of others, some of a policy set", () => {
            const sources = new Set(tenant.rows(policy).map(({ source }) => source));
            assert.deepEqual(sources, new Set(["direct", "policySets"]));
        });

        it("is created by up, and its outputs tell what Graph made of it", async () => {
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["create row"]);
            assert.deepEqual(own(policy, group), plain);
            const row = tenant.rows(policy).find(({ target }) => target["groupId"] === group)!;
            const { id, outputs } = (await project.resources())["row"]!;
            assert.equal(id, `${policy.path}/assignments/${row.id}`);
            assert.equal(outputs!["assignmentId"], row.id);
            assert.equal(outputs!["source"], "direct");
            assert.equal(outputs!["sourceId"], policy.id);
            assertForeignUntouched();
        });

        it("is left alone by a second up: no step, no write", async () => {
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, []);
            assert.deepEqual(tenant.writes(), []);
        });

        it("shows in a preview when it was removed by hand, and why", async () => {
            tenant.remove(policy, group);
            tenant.forget();
            const outcome = await project.preview();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["update row"]);
            assert.match(outcome.diagnostics.join("\n"), /drift.*gone/);
            assert.deepEqual(tenant.writes(), []);
        });

        it("is put back by up", async () => {
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["update row"]);
            assert.deepEqual(own(policy, group), plain);
            assertForeignUntouched();
        });

        it("is updated in place when the program adds a filter", async () => {
            declare(policy, { type: "group", groupId: group, filterId: filter, filterType: "include" });
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["update row"]);
            assert.deepEqual(own(policy, group), filtered("include"));
            assertForeignUntouched();
        });

        it("shows in a preview when its filter was changed by hand, and up changes it back", async () => {
            tenant.put(policy, {
                "@odata.type": type("group"),
                groupId: group,
                [filterId]: filter,
                [filterType]: "exclude",
            });
            const preview = await project.preview();
            assert.deepEqual(preview.steps, ["update row"], preview.output);
            assert.match(preview.diagnostics.join("\n"), /drift.*exclude/);
            const up = await project.up();
            assert.equal(up.exitCode, 0, up.output);
            assert.deepEqual(own(policy, group), filtered("include"));
            assertForeignUntouched();
        });

        it("leaves the state when refresh finds it gone, and up creates it again", async () => {
            tenant.remove(policy, group);
            const refresh = await project.refresh();
            assert.equal(refresh.exitCode, 0, refresh.output);
            assert.deepEqual(await project.resources(), {});
            const up = await project.up();
            assert.deepEqual(up.steps, ["create row"], up.output);
            assert.deepEqual(own(policy, group), filtered("include"));
        });

        it("is replaced for another group, the new one first", async () => {
            declare(policy, { type: "group", groupId: nextGroup });
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["create-replacement row", "replace row", "delete-replaced row"]);
            assert.equal(own(policy, group), undefined);
            assert.deepEqual(own(policy, nextGroup), plain);
            assertForeignUntouched();
        });

        it("is replaced for another policy, the new one first", async () => {
            declare(other, { type: "group", groupId: nextGroup });
            const outcome = await project.up();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["create-replacement row", "replace row", "delete-replaced row"]);
            assert.equal(own(policy, nextGroup), undefined);
            assert.deepEqual(own(other, nextGroup), plain);
            assertForeignUntouched();
        });

        if (kind.hasExclusions) {
            it("gives way first when the same group turns from include to exclude", async () => {
                declare(other, { type: "exclusionGroup", groupId: nextGroup });
                const outcome = await project.up();
                assert.equal(outcome.exitCode, 0, outcome.output);
                assert.deepEqual(outcome.steps, ["delete-replaced row", "replace row", "create-replacement row"]);
                assert.deepEqual(own(other, nextGroup), { ...plain, type: type("exclusionGroup") });
                assertForeignUntouched();
            });
        }

        it("is gone after destroy, and the rows of others are as they were", async () => {
            const outcome = await project.destroy();
            assert.equal(outcome.exitCode, 0, outcome.output);
            assert.deepEqual(outcome.steps, ["delete row"]);
            assert.equal(own(policy, nextGroup), undefined);
            assert.equal(own(other, nextGroup), undefined);
            assertForeignUntouched();
        });
    });
}
