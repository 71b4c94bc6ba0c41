import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import { startCrashWorld, type CrashWorld } from "./crashWorld";
import { startCutProxy, type Moment } from "./cutProxy";
import { createProject, type Project } from "./engine";
import { count } from "./facts";
import type { TestKind } from "./kinds";
import { openSession } from "./host";
import type { Mode } from "./tenant";

/** Who dies in the middle of a run. */
export type Victim = "provider" | "engine";

/** `fast`: the engine's checkpoints are put off, so an engine that dies has written nothing at all. */
export type Lane = "usual" | "fast";

export interface CrashSeries {
    readonly kind: TestKind;
    readonly mode: Mode;
    readonly victim: Victim;
    readonly lane: Lane;
    /** Operations at once; the engine's default when left out. */
    readonly parallel?: number;
}

interface Process {
    readonly pid: number;
    readonly parent: number;
    readonly command: string;
}

/** The processes of a Linux machine; one that ends meanwhile is left out. */
function processes(): Process[] {
    return readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((name) => {
            try {
                const stat = readFileSync(`/proc/${name}/stat`, "utf8");
                const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
                const command = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").join(" ");
                return [{ pid: Number(name), parent, command }];
            } catch {
                return [];
            }
        });
}

function descendants(pid: number, all: readonly Process[]): Process[] {
    return all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...descendants(child.pid, all)]);
}

/** The processes that host dynamic providers below an engine. */
export function providersOf(engine: number): number[] {
    return descendants(engine, processes())
        .filter(({ command }) => /dynamic-provider|pulumi-resource-intune/.test(command))
        .map(({ pid }) => pid);
}

export function isAlive(pid: number): boolean {
    try {
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));
    } catch {
        return false;
    }
}

function kill(pids: readonly number[]): void {
    pids.filter(isAlive).forEach((pid) => process.kill(pid, "SIGKILL"));
}

interface Stored {
    readonly type: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
}

/** The resources of this package in the state file, by URN. */
function storedIn(project: Project): Record<string, Stored> {
    const { checkpoint } = JSON.parse(project.saveState()) as {
        checkpoint: { latest: { resources: (Stored & { urn: string })[] } };
    };
    const own = checkpoint.latest.resources.filter(({ type }) => type.includes("dynamic/intune:"));
    return Object.fromEntries(own.map((resource) => [resource.urn, resource]));
}

/** What a preview asks of every resource, without the engine's start for each crash. */
async function assertSettled(project: Project, { simulator, kind }: CrashWorld, where: string): Promise<void> {
    const session = openSession(simulator.url);
    const [row, set] = [createRowHandler(kind), createSetHandler(kind)];
    for (const [urn, { type, inputs, outputs }] of Object.entries(storedIn(project))) {
        const { changes, drift } = await (type.endsWith("Set") ? set : row).diff(session, outputs, inputs);
        assert.deepEqual([changes, drift], [false, []], `${urn}, ${where}`);
    }
}

const fastLane = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

/**
 * One run that creates, updates, replaces and deletes rows and sets, killed before and after each of its HTTP requests in
 * turn; each time the next `pulumi up` ends where an undisturbed run ends. Resolves to the number of crashes.
 */
export async function crashEverywhere(series: CrashSeries): Promise<number> {
    const { kind, mode, victim, lane, parallel } = series;
    const world = await startCrashWorld(kind, mode);
    const proxy = await startCutProxy(world.simulator.url);
    const project = await createProject(world.before, {
        config: { "intune:endpoint": proxy.url, "intune:accessToken": "test", "intune:pacing": "off" },
        env: lane === "fast" ? fastLane : {},
    });
    const args = parallel === undefined ? [] : ["--parallel", String(parallel)];
    const mustUp = async (): Promise<void> => {
        const outcome = await project.up({ args });
        assert.equal(outcome.exitCode, 0, outcome.output);
    };
    try {
        await mustUp();
        const restoreTenant = world.save();
        const state = project.saveState();
        const foreign = world.foreignRows();
        project.write(world.after);
        proxy.watch(() => "goOn");
        await mustUp();
        const wanted = world.rows();
        const namesWanted = Object.keys(storedIn(project)).sort();
        assert.deepEqual(world.foreignRows(), foreign);

        const crashAt = async ({ request, when }: Moment): Promise<boolean> => {
            restoreTenant();
            project.restoreState(state);
            let engine = 0;
            let providers: number[] | undefined;
            proxy.watch((moment) => {
                if (providers !== undefined || moment.request !== request || moment.when !== when) {
                    return "goOn";
                }
                providers = providersOf(engine);
                assert.notEqual(providers.length, 0);
                kill(victim === "engine" ? [engine] : providers);
                return victim === "engine" ? "goOn" : "cut";
            });
            const crashed = await project.up({
                args,
                onStart: (pid) => {
                    engine = pid;
                },
            });
            if (providers === undefined) {
                assert.equal(crashed.exitCode, 0, crashed.output);
                return false;
            }
            assert.notEqual(crashed.exitCode, 0, crashed.output);
            if (victim === "engine") {
                const unlocked = await project.run(["cancel", "--yes", "--stack", "test"]);
                assert.equal(unlocked.exitCode, 0, unlocked.output);
            }
            await proxy.quiet(50);
            kill(providers);
            await mustUp();
            const where = `${when} request ${String(request)}`;
            assert.deepEqual(world.foreignRows(), foreign, `rows of others, ${where}`);
            assert.deepEqual(world.rows(), wanted, `assignments, ${where}`);
            assert.deepEqual(Object.keys(storedIn(project)).sort(), namesWanted, `state, ${where}`);
            await assertSettled(project, world, where);
            return true;
        };

        let crashes = 0;
        for (let request = 0; ; request += 1) {
            for (const when of ["before", "after"] as const) {
                if (!(await crashAt({ request, when }))) {
                    return crashes;
                }
                crashes += 1;
            }
        }
    } finally {
        project.remove();
        await proxy.close();
        await world.simulator.close();
    }
}

/** The crash points of a kind. `npm run test:crash` tries all series, `npm test` those that are named. */
export function describeCrashes(kind: TestKind, named: readonly Omit<CrashSeries, "kind">[]): void {
    const isAll = process.env["ALL"] === "1";
    const all = (["service", "documented"] as const).flatMap((mode) =>
        (["provider", "engine"] as const).flatMap((victim) =>
            (["usual", "fast"] as const).flatMap((lane) =>
                [{}, { parallel: 1 }].map((more) => ({ mode, victim, lane, ...more })),
            ),
        ),
    );
    describe(`a run of ${kind.class} that dies before or after any of its requests`, function () {
        this.timeout(isAll ? 1_800_000 : 600_000);
        for (const series of isAll ? all : named) {
            const { mode, victim, lane, parallel } = series;
            const how = [
                `the ${victim} is killed`,
                ...(lane === "fast" ? ["without checkpoints"] : []),
                ...(parallel === undefined ? [] : ["one operation at a time"]),
                `${mode} mode`,
            ];
            it(`is made good by the next up: ${how.join(", ")}`, async () => {
                const crashes = await crashEverywhere({ kind, ...series });
                assert.ok(crashes >= 8, `${String(crashes)} crashes`);
                count("crash points", crashes);
            });
        }
    });
}
