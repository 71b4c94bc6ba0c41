import { readFileSync } from "node:fs";
import { join } from "node:path";
import { realisticTenant, startSimulator, syntheticId, syntheticTenant, type Simulator } from "../simulator";
import { createProject, type Program, type Project } from "../test/support/engine";
import { programFor, yamlProgramOf, type Declared, type Host } from "../test/support/program";
import type { HostRecord } from "./record";
import { floorPlugin, packages, type Maker } from "./workload";

const root = join(__dirname, "..");
const pairs = 7;
const family = "deviceCompliancePolicies";

/** One row with real ids. */
const row: Declared = {
    class: "DeviceCompliancePolicyAssignment",
    name: "row",
    args: {
        deviceCompliancePolicyId: syntheticId.policy(family, 1),
        target: {
            type: "group",
            groupId: syntheticId.group(1),
            filterId: syntheticId.filter(1),
            filterType: "include",
        },
    },
};

const configOf = ({ url }: Simulator): Record<string, string> => ({
    "intune:endpoint": url,
    "intune:accessToken": "bench",
});

function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Milliseconds of one command. Error: it failed. */
async function duration(project: Project, command: "preview" | "up" | "destroy"): Promise<number> {
    const outcome = await project[command]();
    if (outcome.exitCode !== 0) {
        throw new Error(`${command} failed:\n${outcome.output}`);
    }
    return outcome.durationMs;
}

/** What is done with each of the pair in turn; the first pair warms up and does not count. */
async function ratiosOf(
    programs: Readonly<Record<Maker, Program>>,
    simulator: Simulator,
    once: (project: Project) => Promise<number>,
): Promise<HostRecord["startUp"]> {
    const intune = await createProject(programs.intune, { config: configOf(simulator) });
    const floor = await createProject(programs.floor, { plugins: floorPlugin });
    try {
        const ratios: number[] = [];
        for (let pair = 0; pair <= pairs; pair += 1) {
            const floorMs = await once(floor);
            const intuneMs = await once(intune);
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

async function previewOfQuickstart(): Promise<HostRecord["startUp"]> {
    const source = readFileSync(join(root, "examples", "quickstart", "index.ts"), "utf8");
    const programOf = (from: string): Program => ({
        language: "typescript",
        source: source.replace('from "pulumi-intune"', `from ${JSON.stringify(from)}`),
    });
    const programs = { intune: programOf(packages.dynamic.intune), floor: programOf(packages.dynamic.floor) };
    const simulator = await startSimulator({ state: realisticTenant() });
    return ratiosOf(programs, simulator, (project) => duration(project, "preview"));
}

async function upOfYamlRow(): Promise<HostRecord["startUp"]> {
    const intune = yamlProgramOf(row);
    const floor = { ...intune, source: intune.source.replaceAll('"intune:', '"floor:') };
    const simulator = await startSimulator({ state: syntheticTenant({ family, policies: 1 }) });
    return ratiosOf({ intune, floor }, simulator, async (project) => {
        const upMs = await duration(project, "up");
        await duration(project, "destroy");
        return upMs;
    });
}

/** What `HostRecord.startUp` says, for the host. */
export function measureStartUp(host: Host): Promise<HostRecord["startUp"]> {
    return host === "dynamic" ? previewOfQuickstart() : upOfYamlRow();
}

/** Bytes of a row with real ids: the engine's own record of it, without the indentation of the file. */
export async function measureRowBytes(host: Host): Promise<HostRecord["rowBytes"]> {
    const simulator = await startSimulator({ state: syntheticTenant({ family, policies: 1 }) });
    const project = await createProject(programFor(host, row), { config: configOf(simulator) });
    try {
        await duration(project, "up");
        const { row: stored } = await project.resources();
        const provider = stored?.inputs?.["__provider"];
        return {
            resource: Buffer.byteLength(JSON.stringify(stored)),
            provider: typeof provider === "string" ? provider.length : 0,
        };
    } finally {
        project.remove();
        await simulator.close();
    }
}
