import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { startCrashWorld, type CrashKind } from "./crashWorld";
import { startCutProxy, type Moment } from "./cutProxy";
import { createProject } from "./engine";
import type { Mode } from "./tenant";

/** Who dies in the middle of a run. */
export type Victim = "provider" | "engine";

/** `fast`: the engine's checkpoints are put off, so an engine that dies has written nothing at all. */
export type Lane = "usual" | "fast";

export interface CrashSeries {
    readonly kind: CrashKind;
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
        .filter(({ command }) => command.includes("dynamic-provider"))
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
        const idsWanted = Object.keys(await project.resources()).sort();
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
            assert.deepEqual(Object.keys(await project.resources()).sort(), idsWanted, `state, ${where}`);
            const preview = await project.preview();
            assert.deepEqual(preview.steps, [], `preview, ${where}: ${preview.output}`);
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
