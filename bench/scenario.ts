import type { Mode } from "../simulator";
import type { Workload } from "./workload";

/** One measured life of a program: create, preview, refresh, change, destroy. */
export interface Scenario {
    readonly name: string;
    readonly workload: Workload;
    readonly mode: Mode;
    readonly latencyMs: number;
    /** With Intune's documented limits in force. */
    readonly throttled: boolean;
    /** Without the engine's checkpoints. */
    readonly fastLane: boolean;
}

type Kind = Workload["kind"];

function workload(kind: Kind, shape: Workload["shape"], policies: number, assignmentsPerPolicy: number): Workload {
    return { kind, shape, policies, assignmentsPerPolicy };
}

const compliance: Kind = "deviceCompliancePolicy";
const sizes = [1, 10, 100];
const perPolicy = 10;
/** Above this many resources the engine's own checkpoints would be most of what is measured. */
const mostWithCheckpoints = 200;

function nameOf({ workload: { shape, policies, assignmentsPerPolicy }, ...rest }: Omit<Scenario, "name">): string {
    return [
        `${String(policies)} x ${String(assignmentsPerPolicy)} as ${shape}`,
        rest.mode,
        `${String(rest.latencyMs)} ms`,
        ...(rest.throttled ? ["throttle"] : []),
        ...(rest.fastLane ? ["fast lane"] : []),
    ].join(", ");
}

const named = (scenario: Omit<Scenario, "name">): Scenario => ({ name: nameOf(scenario), ...scenario });

/** Every size and shape in both modes of the service, near and far, with and without its limits. */
export const matrix: readonly Scenario[] = sizes.flatMap((policies) =>
    (["rows", "sets"] as const).flatMap((shape) =>
        (["service", "documented"] as const).flatMap((mode) =>
            [0, 50].flatMap((latencyMs) =>
                [false, true].map((throttled) => {
                    const size = workload(compliance, shape, policies, perPolicy);
                    const fastLane = shape === "rows" && policies * perPolicy > mostWithCheckpoints;
                    return named({ workload: size, mode, latencyMs, throttled, fastLane });
                }),
            ),
        ),
    ),
);

const usual = { mode: "service", latencyMs: 0, throttled: false, fastLane: false } as const;

/** What docs/bench.md promises numbers for, by the name it is quoted under. */
export const promises = {
    manyRows: named({ ...usual, workload: workload(compliance, "rows", 100, 3) }),
    sets: named({ ...usual, workload: workload(compliance, "sets", 100, 10), latencyMs: 50 }),
    throttledSets: named({ ...usual, workload: workload(compliance, "sets", 300, 1), throttled: true }),
    fastLane: named({
        ...usual,
        workload: workload("deviceConfiguration", "rows", 1, 1000),
        latencyMs: 100,
        fastLane: true,
    }),
    checkpoints: named({ ...usual, workload: workload("deviceConfiguration", "rows", 1, 1000), latencyMs: 100 }),
    oneSet: named({ ...usual, workload: workload("deviceConfiguration", "sets", 1, 100), latencyMs: 100 }),
} as const;

export const fastLaneEnvironment = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" } as const;
