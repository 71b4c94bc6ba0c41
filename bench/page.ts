import { fittedExponent } from "./growth";
import { verbs, type Figures, type Verb } from "./measure";
import { promisedNumbers } from "./promises";
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
    const { machine, note, matrix, promises } = record;
    const checkpoints = promises["checkpoints"];
    const sections = [
        "# Measurements",
        "Made by `npm run bench`; not edited by hand. The data is in [bench.json](bench.json).",
        `${machine.date}, ${String(machine.processors)} processors (${machine.model}), Node ${machine.node}, Pulumi ${machine.pulumi}, simulator on loopback, file backend, \`--parallel 32\`, one run of each. The **floor** is the same program with a provider that does nothing and has outputs of the same size, measured beside it: what the engine costs. **HTTP** counts requests on the wire, **requests** counts those in a \`$batch\` singly, as Intune's limits do. Times vary by a fifth from run to run on a shared machine; ratios less.`,
        ...(note === undefined ? [] : [note]),
        ...(matrix.length > 0 ? ["![Seconds and requests by number of assignments](bench.svg)"] : []),
        "## Promises",
        table(
            ["work", "at most", "measured", "", "kept"],
            promisedNumbers(record).map(({ work, atMost, measured, unit }) => [
                work,
                short(atMost),
                short(measured),
                unit,
                measured <= atMost ? "yes" : "**no**",
            ]),
        ),
        `The provider's process needs ${short((promises["sets"]?.floor.create.memoryBytes ?? NaN) / 1e6)} MB before it does anything: that is Pulumi's own host with its SDK loaded. 150 MB can't be reached on top of it.`,
        "## The fast lane",
        "1,000 rows on one device configuration at 100 ms: with the engine's checkpoints, and without (`PULUMI_EXPERIMENTAL=true PULUMI_SKIP_CHECKPOINTS=true`).",
        table(
            ["work", ...figuresHead.slice(1)],
            [promises["fastLane"], checkpoints]
                .filter((measured) => measured !== undefined)
                .flatMap((measured) =>
                    verbs.map((verb) => {
                        const [name, ...rest] = figuresRow(measured, verb);
                        return [`${verb}: ${name ?? ""}`, ...rest];
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
