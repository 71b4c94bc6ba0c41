import type { Deps } from "../deps";
import type { Answer, Body, Exchange, GraphRequest, Send } from "./exchange";
import { isSuccess } from "./exchange";
import { isObject } from "../assignment/isObject";

/** Graph's own limit for one `$batch`. https://learn.microsoft.com/graph/json-batching */
export const maxBatchSize = 20;
/** Requests of one moment travel together: how long the first waits for company while nothing is under way. */
const settleMs = 4;
/** While something is under way, later requests gather for its answer, but never longer than this. */
const gatherMs = 15;
/** Larger bodies travel alone, so that a batch stays below Graph's limit of 4 MB. */
const maxInnerBytes = 150_000;
const maxGuardedBytes = 3_000_000;

interface Waiting {
    readonly request: GraphRequest;
    readonly signal: AbortSignal;
    readonly settle: (exchange: Exchange) => void;
    readonly fail: (error: Error) => void;
}

function innerHeaders(value: unknown): Record<string, string> {
    const entries = isObject(value) ? Object.entries(value) : [];
    return Object.fromEntries(
        entries.flatMap(([name, content]) =>
            typeof content === "string" || typeof content === "number" ? [[name.toLowerCase(), String(content)]] : [],
        ),
    );
}

function innerBody(value: unknown): Body {
    if (value === undefined || value === null || value === "") {
        return { type: "empty" };
    }
    return typeof value === "string" ? { type: "unreadable", what: "text instead of JSON" } : { type: "json", value };
}

const lostInBatch: Exchange = { type: "broken", phase: "sent", reason: "the batch's answer lacks this request" };

function innerExchange(response: unknown): Exchange {
    if (!isObject(response) || typeof response["status"] !== "number") {
        return lostInBatch;
    }
    return {
        type: "answer",
        status: response["status"],
        headers: innerHeaders(response["headers"]),
        body: innerBody(response["body"]),
    };
}

/** Takes a batch's answer apart: one exchange for each request, in the order of the requests. */
export function readBatch(count: number, answer: Answer): Exchange[] {
    const value =
        answer.body.type === "json" && isObject(answer.body.value) ? answer.body.value["responses"] : undefined;
    const byId = new Map<string, unknown>();
    for (const response of Array.isArray(value) ? (value as unknown[]) : []) {
        if (isObject(response)) {
            byId.set(String(response["id"]), response);
        }
    }
    return Array.from({ length: count }, (_, index) => innerExchange(byId.get(String(index + 1))));
}

/** The body of a `$batch`: ids are the requests' positions, from 1. In a chain each waits for the one before. */
export function batchBody(requests: readonly GraphRequest[], isChain = false): unknown {
    return {
        requests: requests.map((request, index) => ({
            id: String(index + 1),
            ...(isChain && index > 0 ? { dependsOn: [String(index)] } : {}),
            method: request.method,
            url: `/${request.path}`,
            headers: {
                ...request.headers,
                ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
            },
            ...(request.body === undefined ? {} : { body: request.body }),
        })),
    };
}

/** Statuses with which a service says that it has no `$batch`: nothing of the batch was applied. */
const noBatchStatuses = new Set([400, 404, 405, 413, 415, 501]);

function bytesOf({ body }: GraphRequest): number {
    return body === undefined ? 0 : JSON.stringify(body).length;
}

function mustTravelAlone(request: GraphRequest): boolean {
    return request.url !== undefined || bytesOf(request) > maxInnerBytes;
}

/** What became of a write and of the read before it: where that failed, the write was not carried out. */
function guardedExchange(read: Exchange, write: Exchange): Exchange {
    if (!isSuccess(read)) {
        return write.type === "answer" && write.status === 424 ? read : write;
    }
    return write.type === "answer" && read.type === "answer" && read.body.type === "json"
        ? { ...write, guarded: read.body.value }
        : write;
}

/** Sends requests that wait at the same time in one `$batch`; a single one travels as it is. */
export function withBatching(send: Send, deps: Pick<Deps, "sleep">): Send {
    let queue: Waiting[] = [];
    let inFlight = 0;
    /** The next departure; a new one takes the place of the one before. */
    let departure: symbol | undefined;
    let canBatch = true;

    async function sendAlone(waiting: Waiting): Promise<void> {
        try {
            waiting.settle(await sendSingly(waiting.request, waiting.signal));
        } catch (error: unknown) {
            waiting.fail(error as Error);
        }
    }

    function hasNoBatch(outer: Exchange): boolean {
        if (outer.type === "answer" && noBatchStatuses.has(outer.status)) {
            canBatch = false;
        }
        return !canBatch;
    }

    /** Sends a write behind the read that guards it. */
    async function sendGuarded(request: GraphRequest, guard: string, signal: AbortSignal): Promise<Exchange> {
        const read: GraphRequest = { method: "GET", path: guard, headers: request.headers ?? {} };
        const body = batchBody([read, request], true);
        const outer = await send({ method: "POST", path: "$batch", body }, signal);
        if (hasNoBatch(outer)) {
            return send(request, signal);
        }
        if (outer.type === "broken" || !isSuccess(outer)) {
            return outer;
        }
        const [first = lostInBatch, second = lostInBatch] =
            outer.body.type === "json" ? readBatch(2, outer) : [lostInBatch, lostInBatch];
        return guardedExchange(first, second);
    }

    function sendSingly(request: GraphRequest, signal: AbortSignal): Promise<Exchange> {
        return request.guard !== undefined && canBatch && bytesOf(request) < maxGuardedBytes
            ? sendGuarded(request, request.guard, signal)
            : send(request, signal);
    }

    async function sendTogether(group: readonly Waiting[]): Promise<void> {
        const requests = group.map(({ request }) => request);
        // Each caller stops waiting by its own signal; the batch itself runs to its end for the others.
        const { signal, forget } = untilAllGiveUp(group);
        let outer: Exchange;
        try {
            outer = await send({ method: "POST", path: "$batch", body: batchBody(requests) }, signal);
        } catch (error: unknown) {
            group.forEach(({ fail }) => {
                fail(error as Error);
            });
            return;
        } finally {
            forget();
        }
        if (hasNoBatch(outer)) {
            await Promise.all(group.map(sendAlone));
            return;
        }
        const answers =
            outer.type === "answer" && isSuccess(outer) && outer.body.type === "json"
                ? readBatch(group.length, outer)
                : group.map(() => (isSuccess(outer) ? lostInBatch : outer));
        group.forEach(({ settle }, index) => {
            settle(answers[index] ?? lostInBatch);
        });
    }

    async function dispatch(group: readonly Waiting[]): Promise<void> {
        const [only] = group;
        inFlight += 1;
        try {
            await (group.length === 1 && only ? sendAlone(only) : sendTogether(group));
        } finally {
            inFlight -= 1;
            schedule(0);
        }
    }

    function flush(): void {
        departure = undefined;
        while (queue.length > 0) {
            const group = queue.slice(0, canBatch ? maxBatchSize : 1);
            queue = queue.slice(group.length);
            void dispatch(group);
        }
    }

    function schedule(afterMs: number): void {
        if (queue.length === 0) {
            return;
        }
        if (queue.length >= maxBatchSize || !canBatch) {
            flush();
            return;
        }
        if (departure === undefined || afterMs < gatherMs) {
            const planned = Symbol("departure");
            departure = planned;
            void deps.sleep(Math.max(afterMs, settleMs)).then(() => {
                if (departure === planned) {
                    flush();
                }
            });
        }
    }

    return (request, signal) => {
        if (!canBatch || mustTravelAlone(request)) {
            return sendSingly(request, signal);
        }
        return new Promise<Exchange>((resolve, reject) => {
            signal.throwIfAborted();
            const onAbort = (): void => {
                queue = queue.filter((waiting) => waiting !== entry);
                reject(signal.reason as Error);
            };
            const done = (): void => {
                signal.removeEventListener("abort", onAbort);
            };
            const entry: Waiting = {
                request,
                signal,
                settle: (exchange) => {
                    done();
                    resolve(exchange);
                },
                fail: (error) => {
                    done();
                    reject(error);
                },
            };
            signal.addEventListener("abort", onAbort, { once: true });
            queue.push(entry);
            if (departure === undefined || queue.length >= maxBatchSize) {
                schedule(inFlight === 0 ? settleMs : gatherMs);
            }
        });
    };
}

/** A signal that aborts when every member of the group has given up. */
function untilAllGiveUp(group: readonly Waiting[]): { signal: AbortSignal; forget: () => void } {
    const controller = new AbortController();
    let remaining = group.length;
    const onAbort = (): void => {
        remaining -= 1;
        if (remaining === 0) {
            controller.abort();
        }
    };
    group.forEach(({ signal }) => {
        signal.addEventListener("abort", onAbort, { once: true });
    });
    return {
        signal: controller.signal,
        forget: () => {
            group.forEach(({ signal }) => {
                signal.removeEventListener("abort", onAbort);
            });
        },
    };
}
