import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const copied = [
    "Pulumi.yaml",
    "cli",
    "dist",
    "examples",
    "package-lock.json",
    "package.json",
    "provider",
    "scripts",
    "sdk",
    "simulator",
    "tsconfig.build.json",
    "tsconfig.json",
];

interface Ended {
    readonly code: number;
    readonly output: string;
}

describe("the commands for a fresh clone", () => {
    let checkout: string;

    function run(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
        return new Promise((ended) => {
            const options = { cwd: checkout, env: { ...process.env, ...env }, timeout: 120_000 };
            execFile(process.execPath, [join("scripts", script), ...args], options, (error, stdout, stderr) => {
                ended({ code: error === null ? 0 : 1, output: stdout + stderr });
            });
        });
    }

    const simulatorUrl = (): string => {
        const note = readFileSync(join(checkout, ".state", "quickstart", "simulator.json"), "utf8");
        return (JSON.parse(note) as { url: string }).url;
    };

    before(() => {
        // A checkout of its own, so that a quickstart that runs in this one is left alone.
        checkout = mkdtempSync(join(tmpdir(), "pulumi-intune-checkout-"));
        for (const name of copied) {
            cpSync(join(root, name), join(checkout, name), { recursive: true, preserveTimestamps: true });
        }
        symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
    });
    after(async () => {
        await run("down.mjs");
        rmSync(checkout, { recursive: true, force: true });
    });

    it("npm run up assigns the quickstart's policies and shows who is assigned what, by name", async () => {
        const { code, output } = await run("up.mjs");
        assert.equal(code, 0, output);
        assert.match(output, /\+ 6 created/);
        assert.match(output, /Wi-Fi profile Berlin +device configuration +Berlin office +this program/);
        assert.match(
            output,
            /Disk encryption required +compliance policy +Sales +exclude Virtual machines +this program/,
        );
        assert.match(output, /BitLocker +device configuration +Engineering +somebody else/);
        assert.match(output, /npm run down/);
    });

    it("npm run up is not misled by another tenant's or backend's settings in the shell", async () => {
        const env = {
            INTUNE_ENDPOINT: "https://graph.microsoft.com",
            ARM_CLIENT_SECRET: "real",
            ARM_TENANT_ID: "contoso.com",
            PULUMI_BACKEND_URL: "file:///nonexistent",
        };
        const { code, output } = await run("up.mjs", [], env);
        assert.equal(code, 0, output);
        assert.match(output, /6 unchanged/);
    });

    it("what was removed by the curl that it prints shows in a preview, and npm run up puts it back", async () => {
        const shown = await run("up.mjs");
        const path = /"(http[^"]+\/assignments\/[^"]+)"/.exec(shown.output)![1]!;
        assert.ok(path.startsWith(simulatorUrl()));
        const answer = await fetch(path, { method: "DELETE", headers: { Authorization: "Bearer local-simulator" } });
        assert.equal(answer.status, 204);
        const preview = await run("pulumi.mjs", ["preview", "--non-interactive"]);
        assert.match(preview.output, /~ 1 to update/);
        const { output } = await run("up.mjs");
        assert.match(output, /~ 1 updated/);
    });

    it("npm run down removes the example and stops the simulator; a second one has nothing to do", async () => {
        const url = simulatorUrl();
        const down = await run("down.mjs");
        assert.equal(down.code, 0, down.output);
        assert.match(down.output, /- 6 deleted/);
        await assert.rejects(fetch(url));
        const again = await run("down.mjs");
        assert.equal(again.code, 0, again.output);
        assert.match(again.output, /Nothing to remove/);
    });
});
