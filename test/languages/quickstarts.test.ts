import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { promisify } from "node:util";
import { realisticTenant, startSimulator, type FamilyName, type Simulator } from "../../simulator";
import { createProject, type Project } from "../support/engine";
import { yamlProgramOf } from "../support/program";

const execute = promisify(execFile);
const root = resolve(__dirname, "../..");
const examples = join(root, "examples");

type Verb = "up" | "preview" | "destroy";

/** Steps that are not `same`, by kind, the stack and the provider left out. */
type Steps = Readonly<Record<string, number>>;

/** One quickstart, ready to run. */
interface Quickstart {
    run(verb: Verb): Promise<Steps>;
}

function counted(steps: readonly string[]): Steps {
    const kinds = steps.map((step) => step.split(" ")[0] ?? "");
    return Object.fromEntries([...new Set(kinds)].map((kind) => [kind, kinds.filter((own) => own === kind).length]));
}

/** Run by the engine's own language host. */
function hosted(project: Project): Quickstart {
    return {
        async run(verb) {
            const outcome = await project[verb]();
            assert.equal(outcome.exitCode, 0, outcome.output);
            return counted(outcome.steps);
        },
    };
}

async function typescript(project: Project): Promise<Quickstart> {
    project.write({ language: "typescript", source: readFileSync(join(examples, "quickstart", "index.ts"), "utf8") });
    return Promise.resolve(hosted(project));
}

async function yaml(project: Project): Promise<Quickstart> {
    const source = readFileSync(join(examples, "quickstart-yaml", "Pulumi.yaml"), "utf8");
    project.write({ language: "yaml", source: source.replace(/^(?:name|description|runtime):.*\n/gm, "") });
    return Promise.resolve(hosted(project));
}

async function python(project: Project): Promise<Quickstart> {
    const { ensurePython, installInto } = await import("../../scripts/python.mjs");
    const { ensureHost } = await import("../../scripts/pulumi-cli.mjs");
    const [bin, host] = [await ensurePython(), await ensureHost("python")];
    const sdk = join(project.folder, "sdk");
    await installInto(sdk, bin, join(root, "languages", "python"));
    writeFileSync(join(project.folder, "Pulumi.yaml"), "name: t\nruntime: python\n");
    copyFileSync(join(examples, "quickstart-python", "__main__.py"), join(project.folder, "__main__.py"));
    const env = { PATH: [bin, host, project.env["PATH"]].join(delimiter), PYTHONPATH: sdk };
    return {
        async run(verb) {
            const outcome = await project[verb]({ env });
            assert.equal(outcome.exitCode, 0, outcome.output);
            return counted(outcome.steps);
        },
    };
}

async function go(project: Project): Promise<Quickstart> {
    const { requireGo } = await import("../../scripts/pulumi-cli.mjs");
    const compiler = await requireGo("Go programs are tested too");
    const folder = join(project.folder, "go");
    mkdirSync(folder);
    const module = readFileSync(join(examples, "quickstart-go", "go.mod"), "utf8");
    writeFileSync(join(folder, "go.mod"), module.replace("../../languages", join(root, "languages")));
    for (const file of ["go.sum", "assignments.go", "main.go"]) {
        copyFileSync(join(examples, "quickstart-go", file), join(folder, file));
    }
    const program = join(folder, "quickstart");
    const build = async (output: string, mode: "readonly" | "mod"): Promise<void> => {
        const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: `-mod=${mode}` };
        await execute(compiler, ["build", "-o", output, "."], { cwd: folder, env });
    };
    // As `pulumi up` builds it, less the linking: go.mod and go.sum have to be whole.
    await build(devNull, "readonly");
    // The Automation API imports more than the quickstart's go.sum has.
    copyFileSync(join(__dirname, "automation.go"), join(folder, "main.go"));
    await build(program, "mod");
    return {
        async run(verb) {
            const { stdout } = await execute(program, [verb], {
                cwd: project.folder,
                env: project.env,
            });
            const { same: _same, ...changes } = JSON.parse(stdout) as Steps;
            return changes;
        },
    };
}

/** The stack, and where the engine counts it the provider, come on top in the Automation API's counts. */
const quickstarts: Readonly<Record<string, { open: (project: Project) => Promise<Quickstart>; extra: number }>> = {
    TypeScript: { open: typescript, extra: 0 },
    YAML: { open: yaml, extra: 0 },
    Python: { open: python, extra: 0 },
    Go: { open: go, extra: 1 },
};

const rows = 5;

describe("the quickstart", () => {
    let simulator: Simulator;
    let project: Project;

    beforeEach(async () => {
        simulator = await startSimulator({ state: realisticTenant() });
        project = await createProject(yamlProgramOf(), {
            env: { INTUNE_ENDPOINT: simulator.url, INTUNE_ACCESS_TOKEN: "test", INTUNE_PACING: "off" },
        });
    });
    afterEach(async () => {
        project.remove();
        await simulator.close();
    });

    const families: readonly FamilyName[] = [
        "deviceConfigurations",
        "deviceCompliancePolicies",
        "deviceEnrollmentConfigurations",
    ];
    const assigned = (): unknown =>
        families.map((family) =>
            simulator.tenant
                .list(family)
                .map(({ id, assignments }) => [id, assignments.map(({ target }) => JSON.stringify(target)).sort()]),
        );
    /** Somebody removes all that Disk encryption required has. */
    const tamper = (): void => {
        simulator.tenant.setAssignments("deviceCompliancePolicies", "d0000000-0000-4000-8000-000000000001", []);
    };

    for (const [language, { open, extra }] of Object.entries(quickstarts)) {
        it(`in ${language} assigns, has nothing to do then, puts right what was tampered with, and goes`, async () => {
            const before = assigned();
            const quickstart = await open(project);
            assert.deepEqual(await quickstart.run("up"), { create: rows + extra });
            const after = assigned();
            assert.notDeepEqual(after, before);
            assert.deepEqual(await quickstart.run("preview"), {});
            tamper();
            assert.deepEqual(await quickstart.run("preview"), { update: 1 });
            assert.deepEqual(await quickstart.run("up"), { update: 1 });
            assert.deepEqual(await quickstart.run("preview"), {});
            assert.deepEqual(await quickstart.run("destroy"), { delete: rows + extra });
        });
    }
});
