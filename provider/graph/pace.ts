import type { Deps } from "../deps";
import { isWrite, type GraphRequest } from "./exchange";

/**
 * Intune's published limits for one app in one tenant. The strictest area counts for all of them, since the areas are
 * counted together by some front ends.
 * Source: https://learn.microsoft.com/graph/throttling-limits#intune-service-limits
 */
export const documentedLimits = {
    windowMs: 20_000,
    writes: 100,
    any: 1_000,
} as const;

/** Covers the difference between our clock and the service's. */
const marginMs = 150;
const visibleWaitMs = 2_000;

/** Requests of the last window. A request counts from its sending until a window after its answer. */
class Window {
    private inFlight = 0;
    private readonly ended: number[] = [];

    constructor(
        private readonly limit: number,
        private readonly windowMs: number,
    ) {}

    /** Milliseconds until there is room: 0 for now, Infinity while only an answer can make room. */
    waitMs(nowMs: number): number {
        while (this.ended.length > 0 && (this.ended[0] ?? 0) + this.windowMs <= nowMs) {
            this.ended.shift();
        }
        if (this.inFlight + this.ended.length < this.limit) {
            return 0;
        }
        const oldest = this.ended[0];
        return oldest === undefined ? Infinity : oldest + this.windowMs - nowMs;
    }

    begin(): void {
        this.inFlight += 1;
    }

    end(nowMs: number): void {
        this.inFlight -= 1;
        this.ended.push(nowMs);
    }
}

export interface Pace {
    /** Waits for room in the budget. The returned function is called when the answer is there. */
    acquire(request: GraphRequest, signal: AbortSignal): Promise<() => void>;
    /** The service asked everyone to wait. */
    pauseFor(ms: number, reason: string): void;
}

/** A client-side budget: spends the free burst, then stays just under the limits; shared by the whole process. */
export function createPace(deps: Deps, limits: { windowMs: number; writes: number; any: number } | undefined): Pace {
    const windowMs = (limits?.windowMs ?? 0) + marginMs;
    const any = new Window(limits?.any ?? Infinity, windowMs);
    const writes = new Window(limits?.writes ?? Infinity, windowMs);
    let pausedUntilMs = 0;
    let pauseReason = "";
    let waiting = 0;
    let announcedUntilMs = 0;
    let wake: (() => void)[] = [];

    function wakeAll(): void {
        const sleepers = wake;
        wake = [];
        sleepers.forEach((resolve) => {
            resolve();
        });
    }

    function announce(waitMs: number, isPause: boolean): void {
        const untilMs = deps.now() + waitMs;
        if (waitMs < visibleWaitMs || untilMs <= announcedUntilMs + visibleWaitMs) {
            return;
        }
        announcedUntilMs = untilMs;
        const reason = isPause
            ? pauseReason
            : `the budget of ${String(limits?.writes)} writes (${String(limits?.any)} requests) in ${String((limits?.windowMs ?? 0) / 1000)} s that Intune grants is spent`;
        deps.log.info(
            `waiting ${String(Math.ceil(waitMs / 1000))} s, since ${reason}; ${String(waiting)} requests wait`,
        );
    }

    /** Room is taken in the moment it is seen: many wait at once. */
    async function takeRoom(isCounted: boolean, signal: AbortSignal): Promise<void> {
        for (;;) {
            signal.throwIfAborted();
            const nowMs = deps.now();
            const pauseMs = pausedUntilMs - nowMs;
            const roomMs = Math.max(any.waitMs(nowMs), isCounted ? writes.waitMs(nowMs) : 0);
            const waitMs = Math.max(pauseMs, roomMs);
            if (waitMs <= 0) {
                any.begin();
                if (isCounted) {
                    writes.begin();
                }
                return;
            }
            if (Number.isFinite(waitMs)) {
                announce(waitMs, pauseMs >= roomMs);
                await deps.sleep(Math.ceil(waitMs), signal);
            } else {
                await new Promise<void>((resolve, reject) => {
                    const onAbort = (): void => {
                        reject(signal.reason as Error);
                    };
                    signal.addEventListener("abort", onAbort, { once: true });
                    wake.push(() => {
                        signal.removeEventListener("abort", onAbort);
                        resolve();
                    });
                });
            }
        }
    }

    return {
        async acquire(request, signal) {
            const isCounted = isWrite(request);
            waiting += 1;
            try {
                await takeRoom(isCounted, signal);
            } finally {
                waiting -= 1;
            }
            return () => {
                any.end(deps.now());
                if (isCounted) {
                    writes.end(deps.now());
                }
                wakeAll();
            };
        },
        pauseFor(ms, reason) {
            const untilMs = deps.now() + ms;
            if (untilMs > pausedUntilMs) {
                pausedUntilMs = untilMs;
                pauseReason = reason;
            }
        },
    };
}
