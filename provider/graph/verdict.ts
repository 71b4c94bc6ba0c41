import { readFailure } from "./failure";
import { isSuccess, isWrite, type Exchange, type GraphRequest } from "./exchange";
import { readRetryAfter } from "./retryAfter";

/**
 * What one attempt means. `return`: the caller takes the answer, success or failure. `unclear`: a write may or may not
 * have been applied, so it is never sent again before the live rows were read.
 */
export type Verdict =
    | { readonly type: "return" }
    | { readonly type: "unclear"; readonly afterMs: number; readonly reason: string }
    | { readonly type: "retry"; readonly afterMs: number; readonly reason: string; readonly throttled: boolean };

type Cause =
    "throttled" | "locked" | "serverError" | "timeout" | "notSent" | "lost" | "unreadable" | "mute" | "notExecuted";

interface Rule {
    /** Attempts in all before the last answer is taken as it is. Throttling is bounded by time only. */
    readonly attempts: number;
    readonly firstMs: number;
    readonly maxMs: number;
    /** Whether the service certainly did not apply a write that ended so. */
    readonly wasNotApplied: boolean;
}

/** Delays are upper bounds: the wait is drawn evenly between nothing and the bound ("full jitter"). */
export const retryRules: Readonly<Record<Cause, Rule>> = {
    throttled: { attempts: Infinity, firstMs: 4_000, maxMs: 60_000, wasNotApplied: true },
    locked: { attempts: 8, firstMs: 1_000, maxMs: 30_000, wasNotApplied: true },
    notExecuted: { attempts: 8, firstMs: 500, maxMs: 10_000, wasNotApplied: true },
    notSent: { attempts: 4, firstMs: 500, maxMs: 8_000, wasNotApplied: true },
    serverError: { attempts: 6, firstMs: 1_000, maxMs: 30_000, wasNotApplied: false },
    timeout: { attempts: 3, firstMs: 1_000, maxMs: 10_000, wasNotApplied: false },
    lost: { attempts: 6, firstMs: 500, maxMs: 15_000, wasNotApplied: false },
    mute: { attempts: 3, firstMs: 500, maxMs: 5_000, wasNotApplied: true },
    unreadable: { attempts: 3, firstMs: 500, maxMs: 5_000, wasNotApplied: false },
};

const causeOfStatus: Readonly<Record<number, Cause>> = {
    408: "timeout",
    423: "locked",
    424: "notExecuted",
    429: "throttled",
    500: "serverError",
    502: "serverError",
    503: "serverError",
    504: "serverError",
    507: "serverError",
    509: "throttled",
};

function causeOf(exchange: Exchange): Cause | undefined {
    if (exchange.type === "broken") {
        return exchange.phase === "connect" ? "notSent" : "lost";
    }
    if (isSuccess(exchange)) {
        return exchange.body.type === "unreadable" ? "unreadable" : undefined;
    }
    // A 400 tells what it means in its body; without one it may be a missing route.
    const isMute = exchange.status === 400 && exchange.body.type !== "json";
    return isMute ? "mute" : causeOfStatus[exchange.status];
}

export interface Attempt {
    /** 1 for the first. */
    readonly number: number;
    readonly nowMs: number;
    /** At least 0, less than 1. */
    readonly dice: number;
}

function delayMs(rule: Rule, exchange: Exchange, attempt: Attempt): number {
    if (exchange.type === "answer") {
        const asked =
            readRetryAfter(exchange.headers["retry-after"], attempt.nowMs) ?? readFailure(exchange).retryAfterMs;
        if (asked !== undefined) {
            return asked;
        }
    }
    return attempt.dice * Math.min(rule.maxMs, rule.firstMs * 2 ** Math.min(attempt.number - 1, 20));
}

function reasonOf(exchange: Exchange): string {
    if (exchange.type === "broken") {
        return exchange.reason;
    }
    return exchange.body.type === "unreadable"
        ? `${String(exchange.status)} with ${exchange.body.what}`
        : `${String(exchange.status)} ${readFailure(exchange).reason}`;
}

/** Judges one attempt. Pure: it never sleeps and never sends. */
export function judge(request: GraphRequest, exchange: Exchange, attempt: Attempt): Verdict {
    const cause = causeOf(exchange);
    if (cause === undefined) {
        return { type: "return" };
    }
    const rule = retryRules[cause];
    const reason = reasonOf(exchange);
    if (isWrite(request) && !rule.wasNotApplied) {
        return { type: "unclear", afterMs: delayMs(rule, exchange, attempt), reason };
    }
    if (attempt.number >= rule.attempts) {
        return { type: "return" };
    }
    return { type: "retry", afterMs: delayMs(rule, exchange, attempt), reason, throttled: cause === "throttled" };
}
