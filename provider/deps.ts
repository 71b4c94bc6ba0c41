/** What the provider takes from the outside world. Tests pass their own; nothing else reads a clock or dice. */
export interface Deps {
    /** Milliseconds since the epoch. */
    now(): number;
    /** At least 0, less than 1. */
    random(): number;
    /** Resolves after the given time; rejects with the signal's reason as soon as that aborts. */
    sleep(ms: number, signal?: AbortSignal): Promise<void>;
    /** A fresh GUID, for `client-request-id`. */
    guid(): string;
    readonly log: Log;
}

/** One line a call. `debug` is silent unless asked for. */
export interface Log {
    info(line: string): void;
    warn(line: string): void;
    debug(line: string): void;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const timer = setTimeout(() => {
            signal?.removeEventListener("abort", onAbort);
            resolve();
        }, ms);
        function onAbort(): void {
            clearTimeout(timer);
            reject(signal?.reason as Error);
        }
        signal?.addEventListener("abort", onAbort, { once: true });
    });
}

/** The engine shows what a provider writes to stderr under Diagnostics. */
export function stderrLog(env: Record<string, string | undefined>): Log {
    const write = (line: string): void => {
        process.stderr.write(`intune: ${line}\n`);
    };
    return { info: write, warn: write, debug: env["INTUNE_LOG"] === "debug" ? write : () => undefined };
}

/** Real clock, dice and stderr. */
export function processDeps(env: Record<string, string | undefined> = process.env): Deps {
    return { now: Date.now, random: Math.random, sleep, guid: () => crypto.randomUUID(), log: stderrLog(env) };
}
