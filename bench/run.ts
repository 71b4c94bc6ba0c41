// npm run bench: measures everything and writes docs/bench.{json,md,svg}. `-- --only promises` leaves out the matrix and what
// takes minutes, and keeps what the last record says of them.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { format, resolveConfig } from "prettier";
import type { Host } from "../test/support/program";
import { measureFloor, measureScenario, verbs, type Life } from "./measure";
import { benchPage } from "./page";
import { benchPicture } from "./picture";
import { promisedNumbers } from "./promises";
import type { BenchRecord, HostRecord, Machine, Measured } from "./record";
import { matrix, promises, type Scenario } from "./scenario";
import { measureRowBytes, measureStartUp } from "./small";

const docs = join(__dirname, "..", "docs");
const file = (extension: string): string => join(docs, `bench.${extension}`);

async function machine(): Promise<Machine> {
    const { ensurePulumi } = await import("../scripts/pulumi-cli.mjs");
    const pulumi = execFileSync(join(await ensurePulumi(), "pulumi"), ["version"], { encoding: "utf8" }).trim();
    return {
        date: new Date().toISOString().slice(0, 10),
        processors: availableParallelism(),
        model: cpus()[0]?.model ?? "unknown",
        node: process.versions.node,
        pulumi,
    };
}

function tell({ scenario, intune, floor }: Measured, host: Host): void {
    const cells = verbs.map(
        (verb) =>
            `${verb} ${intune[verb].seconds.toFixed(1)} s (${(intune[verb].seconds / floor[verb].seconds).toFixed(2)}x, ${String(intune[verb].requests.http)} HTTP)`,
    );
    console.log(`${scenario.name}, ${host} host: ${cells.join(", ")}`);
}

const floors = new Map<string, Life>();

/** Scenarios of one program and lane stand side by side and share a floor. */
async function measured(scenario: Scenario, host: Host): Promise<Measured> {
    const key = JSON.stringify([scenario.workload, scenario.fastLane, host]);
    const floor = floors.get(key) ?? (await measureFloor(scenario, host));
    floors.set(key, floor);
    const result = { scenario, intune: await measureScenario(scenario, host), floor };
    tell(result, host);
    return result;
}

function lastRecord(): BenchRecord | undefined {
    return existsSync(file("json")) ? (JSON.parse(readFileSync(file("json"), "utf8")) as BenchRecord) : undefined;
}

async function measureMatrix(): Promise<Measured[]> {
    const results: Measured[] = [];
    for (const scenario of matrix) {
        results.push(await measured(scenario, "dynamic"));
    }
    return results;
}

async function measurePromises(host: Host, names: readonly string[]): Promise<Record<string, Measured>> {
    const results: Record<string, Measured> = {};
    for (const [name, scenario] of Object.entries(promises).filter(([key]) => names.includes(key))) {
        floors.clear();
        results[name] = await measured(scenario, host);
    }
    return results;
}

/** `kept`: lives of the last record, which are not measured again. */
async function measureHost(host: Host, names: readonly string[], kept: HostRecord["promises"]): Promise<HostRecord> {
    return {
        startUp: await measureStartUp(host),
        rowBytes: await measureRowBytes(host),
        promises: { ...kept, ...(await measurePromises(host, names)) },
    };
}

async function write(name: string, text: string): Promise<void> {
    const path = file(name);
    const options = { ...(await resolveConfig(path)), filepath: path };
    writeFileSync(path, name === "svg" ? text : await format(text, options));
}

async function main(): Promise<void> {
    const { values } = parseArgs({ options: { only: { type: "string" }, note: { type: "string" } } });
    const isShort = values.only === "promises";
    const last = lastRecord();
    const quick = Object.keys(promises).filter((name) => name !== "checkpoints");
    const record: BenchRecord = {
        ...(values.note === undefined ? {} : { note: values.note }),
        machine: await machine(),
        hosts: {
            dynamic: await measureHost(
                "dynamic",
                isShort ? quick : Object.keys(promises),
                isShort ? (last?.hosts.dynamic.promises ?? {}) : {},
            ),
            plugin: await measureHost("plugin", quick, {}),
        },
        matrix: isShort ? (last?.matrix ?? []) : await measureMatrix(),
    };
    await write("json", JSON.stringify(record));
    await write("md", benchPage(record));
    if (record.matrix.length > 0) {
        await write("svg", await benchPicture(record));
    }
    console.table(promisedNumbers(record.hosts));
}

void main();
