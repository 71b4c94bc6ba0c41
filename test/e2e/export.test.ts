import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as ts from "typescript";
import { startSimulator, syntheticId, type Simulator } from "../../simulator";
import { awkwardTenant } from "../support/awkwardTenant";
import { createProject } from "../support/engine";
import { yamlProgramOf } from "../support/program";

const cli = resolve(__dirname, "../../dist/cli/main.js");

interface Ended {
    readonly code: number;
    readonly stdout: string;
    readonly stderr: string;
}

describe("export", () => {
    let simulator: Simulator;
    let folder: string;

    beforeEach(async () => {
        simulator = await startSimulator({ state: awkwardTenant(), pageSize: 7 });
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-export-"));
    });
    afterEach(async () => {
        rmSync(folder, { recursive: true, force: true });
        await simulator.close();
    });

    function execute(file: string, args: readonly string[]): Promise<Ended> {
        const env = { PATH: process.env["PATH"], INTUNE_ENDPOINT: simulator.url, INTUNE_ACCESS_TOKEN: "canary-token" };
        return new Promise((ended) => {
            execFile(file, args, { env, cwd: folder }, (error, stdout, stderr) => {
                ended({ code: error === null ? 0 : Number(error.code), stdout, stderr });
            });
        });
    }

    const run = (...args: string[]): Promise<Ended> => execute(process.execPath, [cli, ...args]);

    const filesOf = (name: string): Record<string, string> =>
        Object.fromEntries(
            readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file), "utf8")]),
        );

    for (const [format, shape] of [
        ["yaml", "sets"],
        ["yaml", "rows"],
        ["typescript", "sets"],
        ["typescript", "rows"],
    ] as const) {
        it(`writes ${format} with ${shape} that import and preview without a change or a write`, async () => {
            const ended = await run("export", "--format", format, "--shape", shape, "--out", "out");
            assert.equal(ended.code, 0, ended.stderr);
            const { resources } = JSON.parse(filesOf("out")["import.json"]!) as { resources: unknown[] };
            assert.ok(resources.length > 30, ended.stdout);

            const project = await createProject(format === "yaml" ? yamlProgramOf() : "", {
                config: { "intune:endpoint": simulator.url, "intune:accessToken": "test", "intune:pacing": "off" },
                env: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
            });
            try {
                cpSync(join(folder, "out"), project.folder, { recursive: true });
                const init = await project.run(["stack", "init", "test"]);
                assert.equal(init.exitCode, 0, init.output);
                const imported = await project.run(
                    ["import", "--file", "import.json", "--generate-code=false", "--protect=false", "--yes"],
                    { args: ["--stack", "test"] },
                );
                assert.equal(imported.exitCode, 0, imported.output);
                const preview = await project.preview({ args: ["--expect-no-changes"] });
                assert.equal(preview.exitCode, 0, preview.output);
                assert.deepEqual(preview.steps, []);
                assert.equal(simulator.counts().writes, 0);
            } finally {
                project.remove();
            }
        });
    }

    it("writes TypeScript that compiles strictly, whatever things are called", async () => {
        const ended = await run("export", "--format", "typescript", "--out", "out");
        assert.equal(ended.code, 0, ended.stderr);
        const program = ts.createProgram([join(folder, "out", "index.ts")], {
            strict: true,
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.NodeNext,
            moduleResolution: ts.ModuleResolutionKind.NodeNext,
            noEmit: true,
            types: [],
            skipLibCheck: true,
            typeRoots: [],
            paths: { "pulumi-intune/*": [resolve(__dirname, "../../dist/sdk/*/index.d.ts")] },
        });
        const told = ts
            .getPreEmitDiagnostics(program)
            .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
        assert.deepEqual(told, []);
    });

    it("writes the same bytes for the same tenant, and says what it leaves out", async () => {
        const [first, second] = [
            await run("export", "--format", "typescript", "--shape", "rows", "--out", "a"),
            await run("export", "--format", "typescript", "--shape", "rows", "--out", "b"),
        ];
        assert.deepEqual([first.code, second.code], [0, 0], first.stderr);
        assert.deepEqual(filesOf("a"), filesOf("b"));
        assert.match(first.stderr, /left out: device configuration "Wi-Fi" \(.*\): 1 assigned by policy sets/);
        assert.match(filesOf("a")["README.md"]!, /## Not in it/);
        assert.ok(!JSON.stringify([filesOf("a"), first]).includes("canary-token"));
    });

    it("overwrites nothing that it did not write", async () => {
        await run("export", "--format", "yaml", "--out", "out");
        const full = await run("export", "--format", "yaml", "--out", "out");
        assert.equal(full.code, 1);
        assert.match(full.stderr, /out is not empty\. Name a new folder, or give --force/);
        assert.equal((await run("export", "--format", "typescript", "--out", "out", "--force")).code, 0);
        writeFileSync(join(folder, "out", "index.ts"), "mine");
        const edited = await run("export", "--format", "typescript", "--out", "out", "--force");
        assert.equal(edited.code, 1);
        assert.match(edited.stderr, /no export wrote index\.ts, or somebody has edited it since/);
        assert.equal(readFileSync(join(folder, "out", "index.ts"), "utf8"), "mine");
    });

    it("answers bad input in a sentence, without a trace or a file", async () => {
        const wrong: readonly (readonly [number, RegExp, ...string[]])[] = [
            [2, /required option '--format/, "export", "--out", "x"],
            [2, /Allowed choices are typescript, yaml/, "export", "--format", "cobol", "--out", "x"],
            [1, /x\.json: ENOENT/, "export", "--format", "yaml", "--out", "x", "--snapshot", "x.json"],
            [1, /package\.json is no snapshot/, "compare", resolve(__dirname, "../../package.json")],
            [1, /policies\/0 must have required property 'kind'/, "report", "--snapshot", "half.json", "--out", "x"],
            [1, /targets?\/?.* must have required property 'groupId'/, "compare", "nobody.json", "half.json"],
            [
                1,
                /kind\.json was taken without enrollmentConfiguration/,
                "report",
                "--snapshot",
                "kind.json",
                ...["--kind", "enrollmentConfiguration", "--out", "x"],
            ],
            [1, /Write failed: none\/x: its folder does not exist\./, "snapshot", "--out", "none/x"],
            [1, /Write failed: \.: it is a folder\./, "report", "--snapshot", "kind.json", "--out", "."],
            [
                1,
                /Export failed: kind\.json is a file\. Name a new folder\./,
                "export",
                "--format",
                "yaml",
                "--out",
                "kind.json",
            ],
            [
                1,
                /Write failed: kind\.json\/x: its folder is a file\./,
                "export",
                "--format",
                "yaml",
                "--out",
                "kind.json/x",
            ],
        ];
        const made = (policies: readonly object[], kinds: readonly string[] = ["deviceConfiguration"]): string =>
            JSON.stringify({ version: 1, takenAt: "", kinds, policies, groups: {}, filters: {}, gaps: [] });
        const row = { id: "r", source: "direct", target: { type: "group" } };
        const policy = { kind: "deviceConfiguration", id: "p", displayName: "P", odataType: "", assignments: [row] };
        writeFileSync(join(folder, "half.json"), made([{}]));
        writeFileSync(join(folder, "nobody.json"), made([policy]));
        writeFileSync(join(folder, "kind.json"), made([]));
        for (const [code, told, ...args] of wrong) {
            const ended = await run(...args);
            assert.equal(ended.code, code, ended.stderr);
            assert.match(ended.stderr, told);
            assert.doesNotMatch(ended.stderr, /\n\s+at /);
        }
        assert.equal(existsSync(join(folder, "x")), false);
    });

    it("lets a reader stop early", async () => {
        const command = `"${process.execPath}" "${cli}" snapshot --out - | head -c 1`;
        const { code, stdout, stderr } = await execute("bash", ["-o", "pipefail", "-c", command]);
        assert.deepEqual([code, stdout], [0, "{"]);
        assert.doesNotMatch(stderr, /EPIPE|^\s+at /m);
    });

    it("compares no more than both snapshots know", async () => {
        assert.equal((await run("snapshot", "--kind", "deviceConfiguration", "--out", "one.json")).code, 0);
        assert.equal((await run("snapshot", "--out", "all.json")).code, 0);
        assert.deepEqual(await run("compare", "one.json"), { code: 0, stdout: "", stderr: "nothing different\n" });
        const { code, stdout, stderr } = await run("compare", "one.json", "all.json");
        assert.deepEqual([code, stdout], [0, ""]);
        assert.match(stderr, /^compliance policy assignments were not compared: the older snapshot has none\.$/m);
    });

    it("keeps a snapshot, and tells who gained and lost what since", async () => {
        assert.equal((await run("snapshot", "--out", "monday.json")).code, 0);
        assert.deepEqual(await run("compare", "monday.json"), { code: 0, stdout: "", stderr: "nothing different\n" });
        const [policy] = simulator.tenant.list("deviceCompliancePolicies");
        const { assignments } = policy!;
        const lost = assignments.find(({ target }) => target["groupId"] === syntheticId.group(1));
        const kept = assignments.filter((row) => row !== lost);
        simulator.tenant.setAssignments("deviceCompliancePolicies", policy!.id, kept);
        simulator.tenant.assign("deviceCompliancePolicies", policy!.id, {
            "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget",
        });
        const text = await run("compare", "monday.json");
        assert.equal(text.code, 3, text.stderr);
        assert.match(text.stdout, /^- compliance policy "Wi-Fi": lost, group /m);
        assert.match(text.stdout, /^\+ compliance policy "Wi-Fi": gained, all devices$/m);
        const json = await run("compare", "monday.json", "--format", "json");
        assert.equal((JSON.parse(json.stdout) as { changes: unknown[] }).changes.length, 2);
        const markdown = await run("compare", "monday.json", "--format", "markdown");
        assert.match(markdown.stdout, /^\| policy \| what \| who/);
    });
});
