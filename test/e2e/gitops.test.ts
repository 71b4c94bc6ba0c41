import assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parse } from "yaml";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { createProject, type Project } from "../support/engine";

const root = resolve(__dirname, "../..");
const example = join(root, "examples", "gitops");
const workflows = join(example, ".github", "workflows");

interface Step {
    readonly name?: string;
    readonly run?: string;
    readonly env?: Readonly<Record<string, string>>;
}

interface Workflow {
    readonly env: Readonly<Record<string, string>>;
    readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

const readWorkflow = (name: string): Workflow =>
    parse(readFileSync(join(workflows, `${name}.yml`), "utf8")) as Workflow;

interface Ended {
    readonly code: number;
    readonly output: string;
    /** What the steps wrote for later jobs. */
    readonly outputs: string;
    readonly comment: string;
}

describe("examples/gitops", () => {
    let simulator: Simulator;
    let project: Project;
    let folder: string;
    let tools: string;

    before(async () => {
        simulator = await startSimulator({ state: realisticTenant() });
        project = await createProject("");
        folder = join(project.folder, "..", "repository");
        tools = join(project.folder, "..", "tools");
        cpSync(example, folder, { recursive: true });
        for (const part of [folder, join(folder, "policy")]) {
            rmSync(join(part, "node_modules"), { recursive: true, force: true });
            symlinkSync(join(root, "node_modules"), join(part, "node_modules"), "junction");
        }
        mkdirSync(tools);
        // GitHub's own command line, which there is no GitHub for.
        writeFileSync(
            join(tools, "gh"),
            "#!/bin/sh\nset -e\ntest \"$1 $2\" = 'pr comment'\ncp comment.md posted.md\n",
            {
                mode: 0o755,
            },
        );
    });
    after(async () => {
        project.remove();
        await simulator.close();
    });

    /** Runs the commands of a job as a runner does. Packages are linked, so that `npm ci` has nothing to do. */
    async function runJob(name: string, job: string): Promise<Ended> {
        const { env: own, jobs } = readWorkflow(name);
        const outputs = join(tools, "outputs");
        writeFileSync(outputs, "");
        rmSync(join(folder, "posted.md"), { force: true });
        const env = {
            ...project.env,
            PATH: [tools, project.env["PATH"]].join(delimiter),
            STACK: own["STACK"],
            INTUNE_ENDPOINT: simulator.url,
            INTUNE_ACCESS_TOKEN: "test",
            INTUNE_PACING: "off",
            GITHUB_OUTPUT: outputs,
            GITHUB_STEP_SUMMARY: join(tools, "summary"),
            PULL_REQUEST: "1",
        };
        let code = 0;
        let output = "";
        for (const step of jobs[job]!.steps.filter(
            ({ run, name: title }) => run !== undefined && title !== "Install",
        )) {
            if (code === 0 || step.name === "Comment") {
                await new Promise<void>((ended) => {
                    const options = { cwd: folder, env: env as NodeJS.ProcessEnv };
                    execFile("bash", ["-e", "-c", step.run!], options, (error, stdout, stderr) => {
                        code = code === 0 && error !== null ? Number(error.code) : code;
                        output += stdout + stderr;
                        ended();
                    });
                });
            }
        }
        const posted = readdirSync(folder).includes("posted.md");
        const comment = posted ? readFileSync(join(folder, "posted.md"), "utf8") : "";
        return { code, output, outputs: readFileSync(outputs, "utf8"), comment };
    }

    it("and this repository have workflows that actionlint has nothing against", async () => {
        const { ensureActionlint } = await import("../../scripts/actionlint.mjs");
        const fleet = join(root, "examples", "fleet", ".github", "workflows");
        const files = [workflows, fleet, join(root, ".github", "workflows")].flatMap((path) =>
            readdirSync(path).map((name) => join(path, name)),
        );
        const { status, stdout, stderr } = spawnSync(await ensureActionlint(), ["-no-color", ...files], {
            encoding: "utf8",
        });
        assert.equal(status, 0, stdout + stderr);
    });

    it("stores no credential and gives no workflow more rights than it uses", () => {
        for (const name of ["pull-request", "main", "drift"]) {
            const text = readFileSync(join(workflows, `${name}.yml`), "utf8");
            const secrets = [...text.matchAll(/secrets\.(\w+)/g)].map(([, secret]) => secret);
            assert.deepEqual([...new Set(secrets)], ["PULUMI_CONFIG_PASSPHRASE"], name);
            const { permissions } = parse(text) as { permissions: Record<string, string> };
            assert.deepEqual(permissions, {
                contents: "read",
                "id-token": "write",
                ...(name === "pull-request" ? { "pull-requests": "write" } : {}),
            });
        }
    });

    it("has an Azure pipeline whose commands are those of the workflows", () => {
        const text = readFileSync(join(example, "azure-pipelines.yml"), "utf8");
        const { stages } = parse(text) as { stages: { stage: string }[] };
        assert.deepEqual(
            stages.map(({ stage }) => stage),
            ["preview", "up", "drift"],
        );
        for (const command of [
            "pulumi preview --diff --policy-pack policy --color never",
            "pulumi up --yes --policy-pack policy --color never",
            "pulumi refresh --preview-only --expect-no-changes --diff --color never",
        ]) {
            assert.ok(text.includes(command), command);
        }
    });

    it("assigns what was merged, comments pull requests, and stops a dangerous one with a sentence", async () => {
        const init = spawnSync("pulumi", ["stack", "init", "prod"], {
            cwd: folder,
            env: project.env,
            encoding: "utf8",
        });
        assert.equal(init.status, 0, init.stderr);
        const up = await runJob("main", "up");
        assert.equal(up.code, 0, up.output);
        assert.match(up.output, /\+ 4 created/);

        const good = await runJob("pull-request", "preview");
        assert.equal(good.code, 0, good.output);
        assert.match(good.comment, /4 unchanged/);

        const program = readFileSync(join(folder, "index.ts"), "utf8");
        const dangerous = program.replace(', filterId: corporateWindowsDevices, filterType: "include"', "");
        assert.notEqual(dangerous, program);
        writeFileSync(join(folder, "index.ts"), dangerous);
        const writes = simulator.counts().writes;
        const bad = await runJob("pull-request", "preview");
        writeFileSync(join(folder, "index.ts"), program);
        assert.notEqual(bad.code, 0);
        assert.match(bad.comment.replace(/\s+/g, " "), /to all devices without a filter/);
        assert.equal(simulator.counts().writes, writes);
    });

    it("finds drift at night, and corrects it when told to", async () => {
        const calm = await runJob("drift", "detect");
        assert.deepEqual([calm.code, calm.outputs], [0, "drifted=false\n"], calm.output);
        const policy = "d0000000-0000-4000-8000-000000000002";
        simulator.tenant.setAssignments("deviceCompliancePolicies", policy, []);
        const drifted = await runJob("drift", "detect");
        assert.deepEqual([drifted.code, drifted.outputs], [0, "drifted=true\n"], drifted.output);
        const corrected = await runJob("drift", "correct");
        assert.equal(corrected.code, 0, corrected.output);
        assert.equal(simulator.tenant.assignments("deviceCompliancePolicies", policy).length, 1);
        const after = await runJob("drift", "detect");
        assert.equal(after.outputs, "drifted=false\n", after.output);
    });
});
