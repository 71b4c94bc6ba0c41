// npm run bench:fleet: examples/fleet with twenty tenants of a hundred policies, side by side, and one tenant alone.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { startSimulator, syntheticTenant } from "../simulator";
import { createProject } from "../test/support/engine";
import { programOf } from "./workload";

const root = join(__dirname, "..");
const tenants = 20;
const workload = {
    kind: "deviceCompliancePolicy",
    shape: "sets",
    policies: 100,
    assignmentsPerPolicy: 5,
} as const;

interface Ended {
    readonly seconds: number;
    readonly table: string;
}

function run(folder: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<Ended> {
    const start = performance.now();
    return new Promise((ended, failed) => {
        execFile(
            process.execPath,
            ["--import", "tsx", "index.ts", ...args],
            { cwd: folder, env },
            (error, stdout, stderr) => {
                if (error !== null) {
                    failed(new Error(`${args.join(" ")} failed:\n${stdout}\n${stderr}`));
                    return;
                }
                ended({ seconds: (performance.now() - start) / 1_000, table: stdout });
            },
        );
    });
}

/** Seconds of the slowest tenant in a table. */
function slowest(table: string): number {
    const seconds = [...table.matchAll(/\| (\d+\.\d) +\|/g)].map(([, text]) => Number(text));
    return Math.max(...seconds);
}

async function main(): Promise<void> {
    const state = syntheticTenant({ family: "deviceCompliancePolicies", policies: 100, groups: 5 });
    const simulators = await Promise.all(Array.from({ length: tenants }, () => startSimulator({ state })));
    const project = await createProject("");
    const folder = mkdtempSync(join(tmpdir(), "pulumi-intune-fleet-"));
    cpSync(join(root, "examples", "fleet"), folder, { recursive: true });
    rmSync(join(folder, "node_modules"), { recursive: true, force: true });
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    writeFileSync(join(folder, "program.ts"), `// @ts-nocheck\n${programOf(workload, "pulumi-intune")}`);
    const fleet = simulators.map(({ url }, at) => [`tenant${String(at)}`, { endpoint: url, pacing: "off" }]);
    writeFileSync(join(folder, "tenants.json"), JSON.stringify(Object.fromEntries(fleet)));
    const env = { ...project.env, INTUNE_ACCESS_TOKEN: "bench" } as NodeJS.ProcessEnv;
    try {
        const alone = await run(folder, env, "up", "--tenant", "tenant0");
        const before = process.resourceUsage();
        const all = await run(folder, env, "up", "--parallel", String(availableParallelism()));
        const after = process.resourceUsage();
        const simulated = (after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime) / 1e6;
        process.stdout.write(
            [
                `processors: ${String(availableParallelism())}, tenants at once: ${String(availableParallelism())}`,
                `one tenant alone: ${alone.seconds.toFixed(1)} s`,
                `${String(tenants)} tenants (one of them up already): ${all.seconds.toFixed(1)} s, slowest ${slowest(all.table).toFixed(1)} s`,
                `the simulators took ${simulated.toFixed(1)} s of processor time of it`,
                all.table,
            ].join("\n"),
        );
    } finally {
        project.remove();
        rmSync(folder, { recursive: true, force: true });
        await Promise.all(simulators.map((simulator) => simulator.close()));
    }
}

void main();
