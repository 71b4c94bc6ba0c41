import { readFileSync } from "node:fs";
import { join } from "node:path";
import { realisticTenant, startSimulator, syntheticId, syntheticTenant } from "../simulator";
import { createProject, type Project } from "../test/support/engine";
import { packages } from "./workload";

const root = join(__dirname, "..");
const pairs = 7;

function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

async function previewMs(project: Project): Promise<number> {
    const outcome = await project.preview();
    if (outcome.exitCode !== 0) {
        throw new Error(`preview failed:\n${outcome.output}`);
    }
    return outcome.durationMs;
}

/** Start-up: a preview of the quickstart, ours and the floor in turn, ratio pair by pair after a warm-up. */
export async function measureStartUp(): Promise<{ ratios: number[]; medianRatio: number }> {
    const source = readFileSync(join(root, "examples", "quickstart", "index.ts"), "utf8");
    const floorSource = source.replace('from "pulumi-intune"', `from ${JSON.stringify(packages.floor)}`);
    const simulator = await startSimulator({ state: realisticTenant() });
    const config = { "intune:endpoint": simulator.url, "intune:accessToken": "bench" };
    const intune = await createProject({ language: "typescript", source }, { config });
    const floor = await createProject({ language: "typescript", source: floorSource });
    try {
        const ratios: number[] = [];
        for (let pair = 0; pair <= pairs; pair += 1) {
            const floorMs = await previewMs(floor);
            const intuneMs = await previewMs(intune);
            if (pair > 0) {
                ratios.push(intuneMs / floorMs);
            }
        }
        return { ratios, medianRatio: median(ratios) };
    } finally {
        intune.remove();
        floor.remove();
        await simulator.close();
    }
}

/** Bytes of a row with real ids: the engine's own record of it, without the indentation of the file. */
export async function measureRowBytes(): Promise<{ resource: number; provider: number }> {
    const family = "deviceCompliancePolicies";
    const simulator = await startSimulator({ state: syntheticTenant({ family, policies: 1 }) });
    const program = `const intune = require("pulumi-intune");
        new intune.DeviceCompliancePolicyAssignment("row", {
            deviceCompliancePolicyId: ${JSON.stringify(syntheticId.policy(family, 1))},
            target: { type: "group", groupId: ${JSON.stringify(syntheticId.group(1))},
                filterId: ${JSON.stringify(syntheticId.filter(1))}, filterType: "include" } });`;
    const config = { "intune:endpoint": simulator.url, "intune:accessToken": "bench" };
    const project = await createProject(program, { config });
    try {
        await project.up();
        const { row } = await project.resources();
        return {
            resource: Buffer.byteLength(JSON.stringify(row)),
            provider: String(row?.inputs?.["__provider"]).length,
        };
    } finally {
        project.remove();
        await simulator.close();
    }
}
