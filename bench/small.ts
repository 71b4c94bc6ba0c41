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

/** What one row adds to the state file, by the difference between two rows and one. */
export async function measureRowBytes(): Promise<{ resource: number; provider: number }> {
    const family = "deviceCompliancePolicies";
    const simulator = await startSimulator({ state: syntheticTenant({ family, policies: 1 }) });
    const row = (number: number): string =>
        `new intune.DeviceCompliancePolicyAssignment("row-${String(number)}", {
            deviceCompliancePolicyId: ${JSON.stringify(syntheticId.policy(family, 1))},
            target: { type: "group", groupId: ${JSON.stringify(syntheticId.group(number))},
                filterId: ${JSON.stringify(syntheticId.filter(1))}, filterType: "include" } });\n`;
    const program = (count: number): string =>
        `const intune = require("pulumi-intune");\n${Array.from({ length: count }, (_, at) => row(at + 1)).join("")}`;
    const config = { "intune:endpoint": simulator.url, "intune:accessToken": "bench" };
    const project = await createProject(program(1), { config });
    try {
        await project.up();
        const one = project.stateBytes();
        project.write(program(2));
        await project.up();
        const resources = await project.resources();
        return {
            resource: project.stateBytes() - one,
            provider: String(resources["row-1"]?.inputs?.["__provider"]).length,
        };
    } finally {
        project.remove();
        await simulator.close();
    }
}
