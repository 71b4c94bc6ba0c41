import { readdirSync, readFileSync } from "node:fs";

/** Who dies in the middle of a run. */
export type Victim = "provider" | "engine";

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
        .filter(({ command }) => /dynamic-provider/.test(command))
        .map(({ pid }) => pid);
}

export function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));
    } catch {
        return false;
    }
}
