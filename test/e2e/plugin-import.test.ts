import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createProject, type Project } from "../support/engine";
import { deviceConfiguration, testKinds, type TestKind } from "../support/kinds";
import { yamlProgramOf } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

interface Importable {
    readonly type: string;
    readonly name: string;
    readonly id: string;
}

describe("pulumi import", () => {
    let tenant: TestTenant;
    let project: Project;
    let foreign: readonly string[];

    const policies = (): TestPolicy[] => testKinds.flatMap(({ family }) => [...tenant.policies(family)]);
    const rowsOf = ({ class: name, family }: TestKind): Importable[] => {
        const [policy] = tenant.policies(family);
        return tenant
            .rows(policy)
            .filter(({ source }) => source === "direct")
            .map(({ id }, at) => ({
                type: `intune:index:${name}`,
                name: `${family}-${String(at)}`,
                id: `${policy.path}/assignments/${id}`,
            }));
    };
    const setOf = ({ class: name, family }: TestKind): Importable => ({
        type: `intune:index:${name}Set`,
        name: `${family}-set`,
        id: `${tenant.policies(family)[1].path}/assignments`,
    });

    beforeEach(async () => {
        tenant = await startTenant("service");
        foreign = policies().map((policy) => tenant.foreignRows(policy));
        project = await createProject(yamlProgramOf(), { config: tenant.config });
    });
    afterEach(async () => {
        project.remove();
        await tenant.close();
    });

    /** Puts the program that the import printed in place of the empty one. */
    function paste(file: string): void {
        project.write({ language: "yaml", source: readFileSync(file, "utf8") });
    }

    async function assertNothingToDo(): Promise<void> {
        const preview = await project.preview({ args: ["--expect-no-changes"] });
        assert.equal(preview.exitCode, 0, preview.output);
        assert.deepEqual(tenant.writes(), []);
        assert.deepEqual(
            policies().map((policy) => tenant.foreignRows(policy)),
            foreign,
        );
    }

    it("takes rows and sets of all kinds from a file, and its program previews with no change", async () => {
        const resources = testKinds.flatMap((kind) => [...rowsOf(kind), setOf(kind)]);
        const file = join(project.folder, "import.json");
        writeFileSync(file, JSON.stringify({ resources }));
        const program = join(project.folder, "program.yaml");
        const outcome = await project.import(["--file", file, "--out", program]);
        assert.equal(outcome.exitCode, 0, outcome.output);
        const stored = await project.resources();
        assert.deepEqual(
            Object.entries(stored)
                .map(([name, { id }]) => `${name} ${String(id)}`)
                .sort(),
            resources.map(({ name, id }) => `${name} ${id}`).sort(),
        );
        paste(program);
        await assertNothingToDo();
        const up = await project.up();
        assert.deepEqual(up.steps, [], up.output);
    });

    for (const kind of testKinds) {
        const { family } = kind;
        it(`takes one of the ${family} by the short form`, async () => {
            const [policy, other] = tenant.policies(family);
            const [row] = rowsOf(kind);
            const program = join(project.folder, "program.yaml");
            const short = `${policy.id}/${row!.id.split("/").pop()!}`;
            const one = await project.import([row!.type, "row", short, "--out", program]);
            assert.equal(one.exitCode, 0, one.output);
            assert.equal((await project.resources())["row"]?.id, row!.id);
            paste(program);
            await assertNothingToDo();
            const set = setOf(kind);
            const all = await project.import([set.type, "set", other.id]);
            assert.equal(all.exitCode, 0, all.output);
            assert.equal((await project.resources())["set"]?.id, set.id);
        });
    }

    it("says in one line what is wrong with an id, and leaves the state as it is", async () => {
        const [row] = rowsOf(deviceConfiguration);
        const wrong: Readonly<Record<string, RegExp>> = {
            [row!.id]: /belongs to a DeviceConfigurationAssignment, not to a DeviceCompliancePolicyAssignment/,
            nonsense: /"nonsense" is no id of an assignment. Write deviceManagement/,
            [`${tenant.policies("deviceCompliancePolicies")[0].id}/nothing`]: /has no assignment "nothing"/,
        };
        for (const [id, told] of Object.entries(wrong)) {
            const outcome = await project.import(["intune:index:DeviceCompliancePolicyAssignment", "row", id]);
            assert.notEqual(outcome.exitCode, 0);
            assert.match(outcome.output, told);
            assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/);
        }
        assert.deepEqual(await project.resources(), {});
    });
});
