import type { Deps } from "../deps";

/** A resource of the run, and the policy it writes. */
export interface Work {
    readonly policy: string;
    readonly resource: string;
}

/** Tells how far a long run has come: what is planned is known from the engine's questions before it writes. */
export interface Progress {
    plan(work: Work): void;
    /** The engine asked, and there is nothing to do. */
    drop(work: Work): void;
    begin(work: Work): void;
    end(work: Work): void;
}

/** A run that is shorter than this is left in peace. */
const firstLineMs = 5_000;
const everyMs = 10_000;

interface PolicyProgress {
    readonly pending: Set<string>;
    active: number;
    finished: number;
}

export function createProgress(deps: Pick<Deps, "now" | "log">): Progress {
    const policies = new Map<string, PolicyProgress>();
    let nextLineMs: number | undefined;

    function at(policy: string): PolicyProgress {
        const known = policies.get(policy) ?? { pending: new Set(), active: 0, finished: 0 };
        policies.set(policy, known);
        return known;
    }

    function tell(): void {
        const nowMs = deps.now();
        if (nextLineMs === undefined || nowMs < nextLineMs) {
            return;
        }
        nextLineMs = nowMs + everyMs;
        const touched = [...policies.values()].filter(
            ({ pending, active, finished }) => pending.size + active + finished > 0,
        );
        const done = touched.filter(({ pending, active }) => pending.size + active === 0);
        const underWay = touched.filter(({ active }) => active > 0);
        deps.log.info(
            `${String(done.length)} of ${String(touched.length)} policies done, ${String(underWay.length)} under way`,
        );
    }

    return {
        plan({ policy, resource }) {
            at(policy).pending.add(resource);
        },
        drop({ policy, resource }) {
            at(policy).pending.delete(resource);
        },
        begin({ policy, resource }) {
            nextLineMs ??= deps.now() + firstLineMs;
            const progress = at(policy);
            progress.pending.delete(resource);
            progress.active += 1;
        },
        end({ policy }) {
            const progress = at(policy);
            progress.active -= 1;
            progress.finished += 1;
            tell();
        },
    };
}
