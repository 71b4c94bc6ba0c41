import type { Deps } from "../../provider/deps";

export interface TestDeps extends Deps {
    /** Every line that was logged, with its level in front. */
    readonly lines: string[];
    /** Every wait, in milliseconds. */
    readonly waits: number[];
}

/** A clock that jumps: waiting takes no time, but `now` moves on as if it had. */
export function fastDeps(random: () => number = () => 0.5): TestDeps {
    let skippedMs = 0;
    let guids = 0;
    const lines: string[] = [];
    const waits: number[] = [];
    return {
        lines,
        waits,
        now: () => Date.now() + skippedMs,
        random,
        guid: () => `00000000-0000-4000-8000-${String((guids += 1)).padStart(12, "0")}`,
        async sleep(ms, signal) {
            signal?.throwIfAborted();
            waits.push(ms);
            skippedMs += ms;
            await new Promise((resolve) => setImmediate(resolve));
        },
        log: {
            info: (line) => void lines.push(`info ${line}`),
            warn: (line) => void lines.push(`warn ${line}`),
            debug: (line) => void lines.push(`debug ${line}`),
        },
    };
}
