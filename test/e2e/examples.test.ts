import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { createProject, type Program, type Project } from "../support/engine";
import { yamlProgramOf } from "../support/program";

const execute = promisify(execFile);
const root = resolve(__dirname, "../..");
const folder = join(root, "examples");

/** Resources that each example declares. */
const examples: Readonly<Record<string, number>> = {
    "by-name": 2,
    "device-compliance": 2,
    "device-configuration": 2,
    "enrollment-configuration": 2,
};

/** Tried in test/languages, in fleet, gitops and policyPack.test.ts and below. */
const elsewhere = [
    ...["quickstart", "quickstart-go", "quickstart-python", "quickstart-yaml"],
    ...["automation-api", "fleet", "gitops", "policy-pack"],
];

/** The program of an example, for a project of the test's own. */
function programIn(name: string): Program {
    const typescript = join(folder, name, "index.ts");
    if (existsSync(typescript)) {
        return { language: "typescript", source: readFileSync(typescript, "utf8") };
    }
    const source = readFileSync(join(folder, name, "Pulumi.yaml"), "utf8");
    return { language: "yaml", source: source.replace(/^(?:name|description|runtime):.*\n/gm, "") };
}

describe("the examples", () => {
    let simulator: Simulator;
    let project: Project;

    before(async () => {
        simulator = await startSimulator({ state: realisticTenant() });
        const config = { "intune:endpoint": simulator.url, "intune:accessToken": "any", "intune:pacing": "off" };
        project = await createProject(yamlProgramOf(), { config });
    });
    after(async () => {
        project.remove();
        await simulator.close();
    });

    it("are all tried here", () => {
        const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
        assert.deepEqual(folders.map(({ name }) => name).sort(), [...Object.keys(examples), ...elsewhere].sort());
    });

    for (const [name, count] of Object.entries(examples)) {
        it(`${name} is assigned in full, stays as it is, and goes without a trace`, async () => {
            const before = simulator.tenant.toJSON();
            project.write(programIn(name));
            const up = await project.up();
            assert.equal(up.exitCode, 0, up.output);
            assert.equal(up.steps.length, count);
            const again = await project.preview();
            assert.deepEqual(again.steps, [], again.output);
            const destroy = await project.destroy();
            assert.equal(destroy.exitCode, 0, destroy.output);
            assert.deepEqual(withoutVersions(simulator.tenant.toJSON()), withoutVersions(before));
        });
    }

    it("automation-api runs its inline program and removes it again", async () => {
        copyFileSync(join(folder, "automation-api", "index.ts"), join(project.folder, "automation.ts"));
        const env = { ...project.env, INTUNE_ENDPOINT: simulator.url, INTUNE_ACCESS_TOKEN: "any" } as NodeJS.ProcessEnv;
        const start = (...args: string[]) =>
            execute(process.execPath, ["--import", "tsx", "automation.ts", ...args], { cwd: project.folder, env });
        const { stdout } = await start();
        assert.match(stdout, /succeeded: deviceManagement\/deviceConfigurations\/.+\/assignments\//);
        const removed = await start("--destroy");
        assert.match(removed.stdout, /2 deleted/);
    });
});

/** Rows in any order; the simulator counts changes of a policy in its version. */
function withoutVersions(state: object): unknown {
    return JSON.parse(
        JSON.stringify(state, (key, value: unknown) => {
            if (key === "version") {
                return undefined;
            }
            return key === "assignments" && Array.isArray(value)
                ? value.map((row) => JSON.stringify(row)).sort()
                : value;
        }),
    );
}
