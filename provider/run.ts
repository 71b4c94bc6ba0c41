import { processDeps, type Deps } from "./deps";
import { tokenSource } from "./credentials";
import { createClient } from "./graph";
import { createSession, type Session } from "./operations/session";
import { settingKeys } from "./settingKeys";
import { resolveSettings } from "./settings";

/** Stack configuration, by full key (`intune:endpoint`). */
export interface ConfigReader {
    get(key: string): string | undefined;
}

/** One run of the engine with one configuration. */
export interface Run {
    /** Performs an operation. Errors: IntuneErrors as they are; a mistake of ours keeps its trace. */
    perform<T>(operation: (session: Session) => Promise<T>): Promise<T>;
}

export interface Runs {
    /** Equal configurations share a run, and with it the budget, the view and the queues. */
    of(config: ConfigReader): Run;
}

function createRun(config: ReadonlyMap<string, string>, cancelled: AbortSignal, deps: Deps): Run {
    let session: Session | undefined;
    // Wrong settings are told by the first operation: the host calls on even if `configure` has failed.
    const open = (): Session => {
        if (session === undefined) {
            const settings = resolveSettings({ get: (key) => config.get(key), env: process.env });
            session = createSession(
                settings,
                deps,
                cancelled,
                createClient(settings, tokenSource(settings, deps), deps),
            );
        }
        return session;
    };
    return {
        perform: async (operation) => operation(open()),
    };
}

/** Runs that end when `cancelled` aborts. */
export function createRuns(cancelled: AbortSignal, newDeps: () => Deps = processDeps): Runs {
    const runs = new Map<string, Run>();
    return {
        of(config) {
            const entries = Object.keys(settingKeys).flatMap((key): [string, string][] => {
                const value = config.get(`intune:${key}`);
                return value === undefined ? [] : [[key, value]];
            });
            const fingerprint = JSON.stringify(entries);
            const run = runs.get(fingerprint) ?? createRun(new Map(entries), cancelled, newDeps());
            runs.set(fingerprint, run);
            return run;
        },
    };
}
