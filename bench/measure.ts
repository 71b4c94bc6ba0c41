import type { Host } from "../test/support/program";
import { createProject, type Outcome, type Project } from "../test/support/engine";
import { startSimulator, syntheticTenant, type Counts, type Simulator } from "../simulator";
import { watchProviderMemory } from "./memory";
import { fastLaneEnvironment, type Scenario } from "./scenario";
import { familyOf, floorPlugin, packages, programOf, type Maker } from "./workload";

export const verbs = ["create", "preview", "refresh", "change", "destroy"] as const;
export type Verb = (typeof verbs)[number];

/** What one command of the engine took. */
export interface Figures {
    readonly seconds: number;
    readonly requests: Counts;
    /** Answers of 429, inner ones of a `$batch` too. */
    readonly throttled: number;
    /** Size of the state file afterwards. */
    readonly stateBytes: number;
    /** Peak resident memory of the provider's process; absent where the system does not tell. */
    readonly memoryBytes?: number;
}

export type Life = Readonly<Record<Verb, Figures>>;

/** Many operations at once, so that batches can fill. */
const parallel = ["--parallel", "32"];
const longestMs = 1_200_000;

function isDone(verb: Verb, { exitCode, steps }: Outcome): boolean {
    return exitCode === 0 && (verb !== "preview" || steps.length === 0);
}

/** Runs one command and counts. Error: the command failed, or a preview showed a change where there is none. */
async function measure(
    project: Project,
    verb: Verb,
    { simulator, fastLane }: { simulator: Simulator | undefined; fastLane: boolean },
): Promise<Figures> {
    simulator?.clearRequests();
    // Each run begins with a free window, as it does a while after the run before.
    simulator?.clearThrottle();
    const endWatch = watchProviderMemory(project.folder);
    const command = verb === "create" || verb === "change" ? "up" : verb;
    const outcome = await project[command]({
        args: parallel,
        env: fastLane ? fastLaneEnvironment : {},
        timeoutMs: longestMs,
    });
    const memoryBytes = endWatch();
    if (!isDone(verb, outcome)) {
        throw new Error(`${verb} did not do what it is measured for:\n${outcome.output}`);
    }
    return {
        seconds: outcome.durationMs / 1000,
        requests: simulator?.counts() ?? none,
        throttled: simulator?.requests.filter(({ status }) => status === 429).length ?? 0,
        stateBytes: project.stateBytes(),
        ...(memoryBytes === undefined ? {} : { memoryBytes }),
    };
}

const none: Counts = { http: 0, logical: 0, writes: 0, assigns: 0 };

/** Measures every verb in turn, each the state's next. */
async function live(
    { workload, fastLane }: Pick<Scenario, "workload" | "fastLane">,
    { host, maker }: { host: Host; maker: Maker },
    config: Readonly<Record<string, string>>,
    simulator: Simulator | undefined,
): Promise<Life> {
    const from = packages[host][maker];
    const options = { simulator, fastLane };
    const project = await createProject(programOf(workload, from), { config, plugins: floorPlugin });
    try {
        const create = await measure(project, "create", options);
        const preview = await measure(project, "preview", options);
        const refresh = await measure(project, "refresh", options);
        project.write(programOf(workload, from, true));
        const change = await measure(project, "change", options);
        const destroy = await measure(project, "destroy", options);
        return { create, preview, refresh, change, destroy };
    } finally {
        project.remove();
    }
}

/** The life of a scenario's program on a simulator of its own. */
export async function measureScenario(scenario: Scenario, host: Host): Promise<Life> {
    const { workload, mode, latencyMs, throttled } = scenario;
    const state = syntheticTenant({
        family: familyOf(workload),
        policies: workload.policies,
        groups: workload.assignmentsPerPolicy,
    });
    const simulator = await startSimulator({ mode, latencyMs, throttle: throttled, state });
    const config = {
        "intune:endpoint": simulator.url,
        "intune:accessToken": "bench",
        "intune:pacing": throttled ? "documented" : "off",
    };
    try {
        return await live(scenario, { host, maker: "intune" }, config, simulator);
    } finally {
        await simulator.close();
    }
}

/** The same program with a provider that does nothing, in the same host. */
export function measureFloor(scenario: Pick<Scenario, "workload" | "fastLane">, host: Host): Promise<Life> {
    return live(scenario, { host, maker: "floor" }, {}, undefined);
}
