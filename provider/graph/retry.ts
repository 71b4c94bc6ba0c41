import type { Deps } from "../deps";
import { isWrite, type Exchange, type GraphRequest, type Send } from "./exchange";
import type { Pace } from "./pace";
import { judge } from "./verdict";

/** The end of a request after all retries that are safe. */
export type Ending =
    { readonly type: "ended"; readonly exchange: Exchange } | { readonly type: "unclear"; readonly reason: string };

export type SendSafely = (request: GraphRequest, signal: AbortSignal) => Promise<Ending>;

/** The one loop that repeats requests and the one place that waits for them. */
export function withRetry(send: Send, pace: Pace, deps: Deps): SendSafely {
    return async (request, signal) => {
        for (let number = 1; ; number += 1) {
            const release = await pace.acquire(request, signal);
            let exchange: Exchange;
            try {
                exchange = await send(request, signal);
            } catch (error: unknown) {
                if (signal.aborted && isWrite(request)) {
                    return { type: "unclear", reason: "the run ended before the answer came" };
                }
                throw error;
            } finally {
                release();
            }
            const verdict = judge(request, exchange, { number, nowMs: deps.now(), dice: deps.random() });
            if (verdict.type === "return") {
                return { type: "ended", exchange };
            }
            deps.log.debug(`${request.method} ${request.path}: ${verdict.reason}; ${verdict.type}`);
            if (verdict.type === "retry" && verdict.throttled) {
                pace.pauseFor(verdict.afterMs, `Graph asked to slow down (${verdict.reason})`);
            } else {
                await deps.sleep(verdict.afterMs, signal);
            }
            if (verdict.type === "unclear") {
                return { type: "unclear", reason: verdict.reason };
            }
        }
    };
}
