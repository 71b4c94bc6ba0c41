import { fittedExponent } from "./growth";
import { verbs, type Figures, type Verb } from "./measure";
import type { Host } from "../test/support/program";
import { promisedNumbers, type Promised } from "./promises";
import { unavoidableSeconds, type BenchRecord, type Measured } from "./record";
import { assignmentsOf } from "./workload";

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

function short(value: number): string {
    return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toPrecision(2);
}

function figuresRow({ scenario, intune, floor }: Measured, verb: Verb): string[] {
    const ours: Figures = intune[verb];
    const theirs = floor[verb];
    const { http, logical, writes } = ours.requests;
    return [
        scenario.name,
        ours.seconds.toFixed(1),
        theirs.seconds.toFixed(1),
        (ours.seconds / theirs.seconds).toFixed(2),
        String(http),
        String(logical),
        String(writes),
        scenario.throttled ? `${String(unavoidableSeconds(writes))} / ${String(ours.throttled)}` : "",
        (ours.stateBytes / 1_000).toFixed(0),
        ours.memoryBytes === undefined ? "?" : (ours.memoryBytes / 1e6).toFixed(0),
        theirs.memoryBytes === undefined ? "?" : (theirs.memoryBytes / 1e6).toFixed(0),
    ];
}

const figuresHead = [
    "work",
    "s",
    "floor s",
    "ratio",
    "HTTP",
    "requests",
    "writes",
    "unavoidable s / 429s",
    "state KB",
    "MB",
    "floor MB",
];

const hostNames: Readonly<Record<Host, string>> = { dynamic: "dynamic host", plugin: "plugin" };

/** What was measured for one host, and whether the promise is kept. */
function promisedCell({ atMost, measured }: Promised, host: Host): string {
    const value = measured[host];
    const limit = atMost[host];
    return value === undefined || limit === undefined
        ? ""
        : `${short(value)} of ${short(limit)}${value <= limit ? "" : " **not kept**"}`;
}

function isUsual({ scenario }: Measured): boolean {
    return scenario.mode === "service" && scenario.latencyMs === 0 && !scenario.throttled;
}

function growthRows(matrix: readonly Measured[]): string[][] {
    return (["rows", "sets"] as const).flatMap((shape) => {
        const points = matrix.filter((measured) => isUsual(measured) && measured.scenario.workload.shape === shape);
        const fit = (cost: (measured: Measured) => number): string =>
            points.every((measured) => cost(measured) > 0)
                ? fittedExponent(
                      points.map((measured) => [assignmentsOf(measured.scenario.workload), cost(measured)]),
                  ).toFixed(2)
                : "-";
        return verbs.map((verb) => [
            `${verb}, ${shape}`,
            fit(({ intune }) => intune[verb].seconds),
            fit(({ floor }) => floor[verb].seconds),
            fit(({ intune }) => intune[verb].requests.http),
            fit(({ intune }) => intune[verb].requests.logical),
        ]);
    });
}

/** docs/bench.md. */
export function benchPage(record: BenchRecord): string {
    const { machine, note, matrix, hosts } = record;
    const { promises } = hosts.dynamic;
    const floorMegabytes = (host: Host): string =>
        short((hosts[host].promises["sets"]?.floor.create.memoryBytes ?? NaN) / 1e6);
    const lane = (["dynamic", "plugin"] as const).map(
        (host) => [hostNames[host], hosts[host].promises["fastLane"]] as const,
    );
    const sections = [
        "# Measurements",
        "Made by `npm run bench`; not edited by hand. The data is in [bench.json](bench.json).",
        `${machine.date}, ${String(machine.processors)} processors (${machine.model}), Node ${machine.node}, Pulumi ${machine.pulumi}, simulator on loopback, file backend, \`--parallel 32\`, one run of each. The **floor** is the same program with a provider that does nothing and has outputs of the same size, measured beside it: what the engine costs. **HTTP** counts requests on the wire, **requests** counts those in a \`$batch\` singly, as Intune's limits do. Times vary by a fifth from run to run on a shared machine; ratios less.`,
        ...(note === undefined ? [] : [note]),
        ...(matrix.length > 0 ? ["![Seconds and requests by number of assignments](bench.svg)"] : []),
        "## Promises",
        "Measured, of what is promised at most: for the TypeScript classes on Pulumi's dynamic host, and for the same programs on the plugin (`pulumi-intune/plugin`), each over a floor in the same host.",
        table(
            ["work", hostNames.dynamic, hostNames.plugin, ""],
            promisedNumbers(hosts).map((promised) => [
                promised.work,
                promisedCell(promised, "dynamic"),
                promisedCell(promised, "plugin"),
                promised.unit,
            ]),
        ),
        `A provider that does nothing needs ${floorMegabytes("dynamic")} MB in the dynamic host and ${floorMegabytes("plugin")} MB as a plugin: that is Pulumi's SDK, loaded.`,
        "## The fast lane",
        "1,000 rows on one device configuration at 100 ms: with the engine's checkpoints, and without (`PULUMI_EXPERIMENTAL=true PULUMI_SKIP_CHECKPOINTS=true`).",
        table(
            ["work", ...figuresHead.slice(1)],
            [...lane, [hostNames.dynamic, promises["checkpoints"]] as const].flatMap(([host, measured]) =>
                measured === undefined
                    ? []
                    : verbs.map((verb) => {
                          const [name, ...rest] = figuresRow(measured, verb);
                          return [`${verb}: ${name ?? ""}, ${host}`, ...rest];
                      }),
            ),
        ),
        ...(matrix.length > 0 ? matrixSections(matrix) : []),
    ];
    return `${sections.join("\n\n")}\n`;
}

function matrixSections(matrix: readonly Measured[]): string[] {
    return [
        "## Growth",
        "Exponents of the cost from 10 to 1,000 assignments (0: constant, 1: linear); service mode, 0 ms. 1,000 as rows is measured in the fast lane, where the engine's checkpoints do not hide the provider.",
        table(["work", "seconds", "floor's seconds", "HTTP", "requests"], growthRows(matrix)),
        ...verbs.flatMap((verb) => [
            `## ${verb[0]?.toUpperCase() ?? ""}${verb.slice(1)}`,
            table(
                figuresHead,
                matrix.map((measured) => figuresRow(measured, verb)),
            ),
        ]),
    ];
}
