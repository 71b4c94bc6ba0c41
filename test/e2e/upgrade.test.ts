import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulator, syntheticId, syntheticTenant, type Simulator, type TenantState } from "../../simulator";
import { createProject, type Project } from "../support/engine";
import { testKinds } from "../support/kinds";
import { programOf, type Declared } from "../support/program";

/** States and tenants that released versions left, a file for each. `RECORD=0.1.0` makes one with this version. */
const folder = join(__dirname, "..", "fixtures", "state");

interface Recorded {
    readonly deployment: object;
    readonly tenant: TenantState;
}

/** A row and a set of each kind. */
function resources(edited: boolean): Declared[] {
    const filter = { filterId: syntheticId.filter(1), filterType: edited ? "exclude" : "include" };
    const target = { type: "group", groupId: syntheticId.group(1), ...filter };
    return testKinds.flatMap(({ class: name, policyArgument: argument, family }) => [
        { class: name, name: `${name}-row`, args: { [argument]: syntheticId.policy(family, 1), target } },
        {
            class: `${name}Set`,
            name: `${name}-set`,
            args: { [argument]: syntheticId.policy(family, 2), targets: [target, { type: "allLicensedUsers" }] },
        },
    ]);
}

function emptyState(): TenantState {
    const [first, ...rest] = testKinds.map(({ family }) => [family, syntheticTenant({ family, policies: 2 })] as const);
    return rest.reduce((all, [family, tenant]) => ({ ...all, [family]: tenant[family] }), first![1]);
}

const configOf = ({ url }: Simulator): Record<string, string> => ({
    "intune:endpoint": url,
    "intune:accessToken": "test",
    "intune:pacing": "off",
});

async function mustRun(project: Project, ...args: string[]): Promise<void> {
    const outcome = await project.run([...args, "--stack", "test"]);
    assert.equal(outcome.exitCode, 0, outcome.output);
}

async function record(version: string): Promise<void> {
    const simulator = await startSimulator({ state: emptyState() });
    const project = await createProject(programOf(...resources(false)), { config: configOf(simulator) });
    try {
        const outcome = await project.up();
        assert.equal(outcome.exitCode, 0, outcome.output);
        const recorded = { deployment: await project.stackExport(), tenant: simulator.tenant.toJSON() };
        // In an ordinary project the packages are in its own folder.
        const text = JSON.stringify(recorded, undefined, 4).replace(
            /project:[^"]*node_modules/g,
            "project:///node_modules",
        );
        writeFileSync(join(folder, `${version}.json`), `${text}\n`);
    } finally {
        project.remove();
        await simulator.close();
    }
}

describe("the state that a released version left", () => {
    const version = process.env["RECORD"];
    if (version !== undefined) {
        it(`is recorded for ${version}`, () => record(version));
    }

    it("is there for every version in the changelog", () => {
        const changelog = readFileSync(join(__dirname, "../../CHANGELOG.md"), "utf8");
        const versions = [...changelog.matchAll(/^## (\S+)/gm)].map(([, found]) => `${String(found)}.json`);
        assert.deepEqual(readdirSync(folder).sort(), versions.sort());
    });

    for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
        it(`is previewed as no change, refreshed, updated and destroyed: ${file}`, async () => {
            const { deployment, tenant } = JSON.parse(readFileSync(join(folder, file), "utf8")) as Recorded;
            const simulator = await startSimulator({ state: tenant });
            const project = await createProject(programOf(...resources(false)), { config: configOf(simulator) });
            try {
                const stateFile = join(project.folder, "recorded.json");
                writeFileSync(stateFile, JSON.stringify(deployment));
                await mustRun(project, "stack", "import", "--force", "--file", stateFile);

                const preview = await project.preview();
                assert.deepEqual(preview.steps, [], preview.output);
                // A refresh takes the endpoint that the last update wrote into the state.
                const same = await project.up();
                assert.deepEqual([same.exitCode, same.steps], [0, []], same.output);
                const refresh = await project.refresh({ args: ["--expect-no-changes"] });
                assert.equal(refresh.exitCode, 0, refresh.output);

                project.write(programOf(...resources(true)));
                const update = await project.up();
                assert.equal(update.exitCode, 0, update.output);
                assert.deepEqual([...new Set(update.steps.map((step) => step.split(" ")[0]))], ["update"]);
                assert.equal(update.steps.length, 6);

                const destroy = await project.destroy();
                assert.equal(destroy.exitCode, 0, destroy.output);
                const left = testKinds.flatMap(({ family }) =>
                    simulator.tenant.list(family).flatMap(({ assignments }) => assignments),
                );
                assert.deepEqual(left, []);
            } finally {
                project.remove();
                await simulator.close();
            }
        });
    }
});
