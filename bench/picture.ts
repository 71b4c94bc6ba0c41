import { verbs } from "./measure";
import type { BenchRecord } from "./record";
import { assignmentsOf } from "./workload";

interface Point {
    readonly verb: string;
    readonly assignments: number;
    readonly series: string;
    readonly value: number;
    readonly measure: string;
}

function points({ matrix }: BenchRecord): Point[] {
    const usual = matrix.filter(
        ({ scenario }) => scenario.mode === "service" && scenario.latencyMs === 50 && !scenario.throttled,
    );
    return usual.flatMap(({ scenario, intune, floor }) =>
        verbs.flatMap((verb) => {
            const { shape } = scenario.workload;
            const at = { verb, assignments: assignmentsOf(scenario.workload) };
            return [
                { ...at, series: shape, measure: "seconds", value: intune[verb].seconds },
                { ...at, series: `${shape}, floor`, measure: "seconds", value: floor[verb].seconds },
                { ...at, series: shape, measure: "HTTP requests", value: intune[verb].requests.http },
            ];
        }),
    );
}

function panels(values: readonly Point[], measure: string): object {
    return {
        title: `${measure}, service at 50 ms`,
        data: { values: values.filter((point) => point.measure === measure) },
        facet: { column: { field: "verb", sort: [...verbs], title: null } },
        spec: {
            width: 150,
            height: 150,
            mark: { type: "line", point: true },
            encoding: {
                x: {
                    field: "assignments",
                    type: "quantitative",
                    scale: { type: "log" },
                    axis: { values: [10, 100, 1000] },
                },
                y: { field: "value", type: "quantitative", scale: { type: "symlog" }, title: measure },
                color: {
                    field: "series",
                    type: "nominal",
                    scale: {
                        domain: ["rows", "sets", "rows, floor", "sets, floor"],
                        range: ["#0b6e99", "#d9730d", "#8fb8c9", "#e8b98a"],
                    },
                    title: null,
                },
            },
        },
    };
}

/** docs/bench.svg: how time and requests grow. */
export async function benchPicture(record: BenchRecord): Promise<string> {
    const [{ compile }, vega] = await Promise.all([import("vega-lite"), import("vega")]);
    const values = points(record);
    const { spec } = compile({
        $schema: "https://vega.github.io/schema/vega-lite/v6.json",
        background: "white",
        vconcat: [panels(values, "seconds"), panels(values, "HTTP requests")],
    } as Parameters<typeof compile>[0]);
    return new vega.View(vega.parse(spec), { renderer: "none" }).toSVG();
}
