import { processDeps } from "./deps";
import { tokenSource } from "./credentials";
import { IntuneError } from "./errors";
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

function createRun(config: ReadonlyMap<string, string>): Run {
    const deps = processDeps();
    const cancelled = new AbortController().signal;
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
        async perform(operation) {
            try {
                return await operation(open());
            } catch (error: unknown) {
                if (IntuneError.isInstance(error) || !(error instanceof DOMException)) {
                    throw error;
                }
                throw timeoutError(session);
            }
        },
    };
}

class OperationTimeoutError extends IntuneError {
    override readonly name = "NotConfirmedError";
}

function timeoutError(session: Session | undefined): IntuneError {
    const seconds = (session?.settings.operationTimeoutMs ?? 0) / 1000;
    return new OperationTimeoutError(
        `Operation failed: it did not end within intune:operationTimeoutSeconds (${String(seconds)} s). What is done is done: run \`pulumi up\` again, or raise the limit.`,
    );
}

export function createRuns(): Runs {
    const runs = new Map<string, Run>();
    return {
        of(config) {
            const entries = Object.keys(settingKeys).flatMap((key): [string, string][] => {
                const value = config.get(`intune:${key}`);
                return value === undefined ? [] : [[key, value]];
            });
            const fingerprint = JSON.stringify(entries);
            const run = runs.get(fingerprint) ?? createRun(new Map(entries));
            runs.set(fingerprint, run);
            return run;
        },
    };
}
