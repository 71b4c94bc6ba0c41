import type { Deps } from "../deps";
import { maxBatchSize } from "../graph/batch";

/** How long the engine may be silent before nothing more is expected, while its beat is not known yet. */
const firstPatienceMs = 60;
const longestPatienceMs = 600;
/** Patience in beats of the engine: each operation's checkpoint takes its time, and no two take the same. */
const beats = 1.5;
const beatsKept = 8;
/** How often silence is looked for. */
const watchMs = 60;
/** Operations of one moment reach us one after the other. */
const settleMs = 4;

/**
 * Makes operations of different policies wait for each other, so that they travel together. The engine hands out a
 * fixed number of operations at once, one every few milliseconds, and the next only when one has ended: so what can
 * come is complete when as many are open as were open the last time the engine fell silent.
 */
export interface Gathering {
    /** An operation that will write has begun. The returned function is called when it has ended. */
    enter(): () => void;
    /**
     * Waits until a full batch has gathered, or until nothing more is expected. The returned function is called when
     * the work that waited is done.
     */
    complete(): Promise<() => void>;
}

type Waiting = (ended: () => void) => void;

export function createGathering(deps: Deps): Gathering {
    const gaps: number[] = [];
    let open = 0;
    /** How many operations the engine has open at most; unknown until it has fallen silent, and while it grows. */
    let width = Infinity;
    let widest = 0;
    let lastEventMs = -Infinity;
    let waiting: Waiting[] = [];
    let atWork = 0;
    let isWatching = false;
    let isSettling = false;

    /** Where the engine can't fill a batch, it works on one half of what it has open while the other half travels. */
    const enough = (): number => (widest >= maxBatchSize || width === Infinity ? maxBatchSize : Math.ceil(widest / 2));
    const isComplete = (): boolean => atWork === 0 && open >= width;

    /** Work under way will end, and the engine will hand out more: that is worth the longest wait. */
    function patienceMs(): number {
        return atWork > 0
            ? longestPatienceMs
            : Math.min(longestPatienceMs, Math.max(firstPatienceMs, beats * Math.max(0, ...gaps)));
    }

    function release(released: readonly Waiting[] = waiting): void {
        waiting = waiting.filter((entry) => !released.includes(entry));
        atWork += released.length;
        released.forEach((go) => {
            go(ended);
        });
    }

    function consider(): void {
        if (waiting.length >= enough()) {
            release(waiting.slice(0, enough()));
        } else if (waiting.length > 0 && isComplete()) {
            void releaseSoon();
        } else if (waiting.length > 0 && !isWatching) {
            void releaseInSilence();
        }
    }

    async function releaseSoon(): Promise<void> {
        if (isSettling) {
            return;
        }
        isSettling = true;
        await deps.sleep(settleMs);
        isSettling = false;
        if (isComplete()) {
            release();
        } else {
            consider();
        }
    }

    async function releaseInSilence(): Promise<void> {
        isWatching = true;
        while (waiting.length > 0) {
            const waitMs = lastEventMs + patienceMs() - deps.now();
            if (waitMs > 0) {
                await deps.sleep(Math.min(waitMs, watchMs));
            } else {
                width = widest;
                release();
            }
        }
        isWatching = false;
    }

    function ended(): void {
        atWork -= 1;
        lastEventMs = deps.now();
        consider();
    }

    return {
        enter() {
            const nowMs = deps.now();
            if (open > 0) {
                gaps.push(nowMs - lastEventMs);
                gaps.splice(0, gaps.length - beatsKept);
            }
            open += 1;
            lastEventMs = nowMs;
            if (open > widest) {
                widest = open;
                width = Infinity;
            }
            consider();
            return () => {
                open -= 1;
                lastEventMs = deps.now();
            };
        },
        complete: () =>
            new Promise((go) => {
                waiting.push(go);
                consider();
            }),
    };
}
