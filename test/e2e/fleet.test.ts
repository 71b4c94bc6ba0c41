import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { createProject, type Project } from "../support/engine";

const root = resolve(__dirname, "../..");

describe("examples/fleet", () => {
    let simulators: readonly Simulator[];
    let project: Project;
    let folder: string;

    before(async () => {
        simulators = await Promise.all([1, 2, 3].map(() => startSimulator({ state: realisticTenant() })));
        project = await createProject("");
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-fleet-"));
        cpSync(join(root, "examples", "fleet"), folder, { recursive: true });
        rmSync(join(folder, "node_modules"), { recursive: true, force: true });
        symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
        const tenants = simulators.map(({ url }, at) => [`tenant${String(at)}`, { endpoint: url, pacing: "off" }]);
        writeFileSync(join(folder, "tenants.json"), JSON.stringify(Object.fromEntries(tenants)));
    });
    after(async () => {
        rmSync(folder, { recursive: true, force: true });
        project.remove();
        await Promise.all(simulators.map((simulator) => simulator.close()));
    });

    function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
        const env = { ...project.env, INTUNE_ACCESS_TOKEN: "test" } as NodeJS.ProcessEnv;
        return new Promise((ended) => {
            const command = ["--import", "tsx", "index.ts", ...args];
            execFile(process.execPath, command, { cwd: folder, env }, (error, stdout, stderr) => {
                ended({ code: error === null ? 0 : Number(error.code), stdout, stderr });
            });
        });
    }

    it("does all tenants but the one that fails, says why, and tells by its exit code", async () => {
        const [, broken] = simulators;
        const sales = broken!.tenant.groups().find(({ displayName }) => displayName === "Sales")!;
        broken!.tenant.removeGroup(sales.id);
        const up = await run("up", "--parallel", "2");
        assert.equal(up.code, 1, up.stderr);
        assert.match(up.stdout, /^\| tenant0 \| done +\| 3 /m);
        assert.match(up.stdout, /^\| tenant1 \| failed \|.*group named "Sales": there is none/m);
        assert.match(up.stdout, /^\| tenant2 \| done +\| 3 /m);
        assert.equal(broken!.counts().writes, 0);
        broken!.tenant.addGroup(sales);
    });

    it("finds drift, tenant by tenant", async () => {
        assert.equal((await run("drift", "--tenant", "tenant0")).code, 0);
        const { tenant } = simulators[0]!;
        const policy = tenant
            .list("deviceCompliancePolicies")
            .find(({ displayName }) => displayName === "No jailbreak")!;
        tenant.setAssignments("deviceCompliancePolicies", policy.id, []);
        const drift = await run("drift", "--tenant", "tenant0");
        assert.equal(drift.code, 3, drift.stderr);
        assert.match(drift.stdout, /^\| tenant0 \| drift +\| 0 +\| 1 /m);
    });

    it("answers a wrong fleet and wrong arguments in a sentence", async () => {
        assert.equal((await run("sideways")).code, 2);
        const wrong: Readonly<Record<string, RegExp>> = {
            '{"a b": {}}': /"a b" can't be a stack's name/,
            '{"a": {"clientSecret": "canary"}}': /clientSecret is a secret and does not belong in this file/,
            "{": /can't be read/,
        };
        for (const [text, told] of Object.entries(wrong)) {
            writeFileSync(join(folder, "wrong.json"), text);
            const { code, stderr } = await run("up", "--file", "wrong.json");
            assert.equal(code, 1);
            assert.match(stderr, told);
            assert.ok(!stderr.includes("canary"));
        }
    });
});
