import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { processDeps } from "../../provider/deps";
import { batchBody, readBatch, withBatching } from "../../provider/graph/batch";
import type { Answer, Exchange, GraphRequest } from "../../provider/graph/exchange";
import { isNoRoute, readFailure } from "../../provider/graph/failure";
import { createPace } from "../../provider/graph/pace";
import { createPageGuard, readPage } from "../../provider/graph/paging";
import { readRetryAfter } from "../../provider/graph/retryAfter";
import { withRetry } from "../../provider/graph/retry";
import { judge, retryRules } from "../../provider/graph/verdict";
import { fastDeps } from "../support/deps";

function answer(status: number, value?: unknown, headers: Record<string, string> = {}): Answer {
    return { type: "answer", status, headers, body: value === undefined ? { type: "empty" } : { type: "json", value } };
}

const get: GraphRequest = { method: "GET", path: "x" };
const post: GraphRequest = { method: "POST", path: "x", body: {} };
const first = { number: 1, nowMs: 0, dice: 0.5 };
const purpose = { verb: "Read", object: "x", permission: "P" };

describe("Retry-After", () => {
    it("is read as seconds, as a date, and as now when the date is past", () => {
        assert.equal(readRetryAfter("315", 0), 315_000);
        assert.equal(readRetryAfter("0.5", 0), 500);
        assert.equal(readRetryAfter(new Date(10_000).toUTCString(), 4_000), 7_000);
        assert.equal(readRetryAfter(new Date(1_000).toUTCString(), 4_000), 0);
        assert.equal(readRetryAfter("soon", 0), undefined);
        assert.equal(readRetryAfter(undefined, 0), undefined);
    });
});

describe("the verdict on one attempt", () => {
    it("takes success and refusals as they are", () => {
        for (const status of [200, 201, 204, 301, 400, 401, 403, 404, 409, 412]) {
            assert.deepEqual(judge(post, answer(status, {}), first), { type: "return" });
        }
    });

    it("sends a write again only when it certainly was not applied", () => {
        for (const status of [429, 423, 424]) {
            assert.equal(judge(post, answer(status), first).type, "retry");
        }
        for (const status of [408, 500, 502, 503, 504, 507]) {
            assert.equal(judge(post, answer(status), first).type, "unclear");
            assert.equal(judge({ method: "DELETE", path: "x" }, answer(status), first).type, "unclear");
            assert.equal(judge(get, answer(status), first).type, "retry");
        }
        const lost: Exchange = { type: "broken", phase: "sent", reason: "lost" };
        const refused: Exchange = { type: "broken", phase: "connect", reason: "refused" };
        assert.equal(judge(post, lost, first).type, "unclear");
        assert.equal(judge(post, refused, first).type, "retry");
    });

    it("takes a successful write with an unreadable answer for unclear", () => {
        const cut: Exchange = { ...answer(201), body: { type: "unreadable", what: "cut-off JSON" } };
        assert.equal(judge(post, cut, first).type, "unclear");
        assert.equal(judge(get, cut, first).type, "retry");
    });

    it("waits as long as the service asks, also beyond 180 s", () => {
        const verdict = judge(post, answer(429, undefined, { "retry-after": "315" }), first);
        assert.deepEqual(verdict, {
            type: "retry",
            afterMs: 315_000,
            reason: "429 no reason was given",
            throttled: true,
        });
    });

    it("draws the wait evenly below a bound that doubles and ends", () => {
        const wait = (number: number) => {
            const verdict = judge(get, answer(500), { number, nowMs: 0, dice: 0.999 });
            return verdict.type === "retry" ? Math.round(verdict.afterMs) : undefined;
        };
        assert.deepEqual([1, 2, 3, 4, 5, 6].map(wait), [999, 1998, 3996, 7992, 15984, undefined]);
    });

    it("bounds every cause but throttling by a number of attempts", () => {
        const unbounded = Object.entries(retryRules).filter(([, rule]) => rule.attempts === Infinity);
        assert.deepEqual(
            unbounded.map(([cause]) => cause),
            ["throttled"],
        );
    });
});

describe("a failed answer", () => {
    it("is unwrapped from Intune's nested JSON, with the activity for support", () => {
        const inner = JSON.stringify({
            _version: 3,
            Message:
                "Invalid GroupId : x provided, a valid AADGroupId is expected. - Operation ID (for customer support): 0 - Activity ID: 11111111-2222-3333-4444-555555555555 - Url: https://fef.msua01.manage.microsoft.com/x",
            RetryAfter: 7,
        });
        const outer = JSON.stringify({ ErrorCode: "BadRequest", Message: inner });
        const failure = readFailure(
            answer(400, { error: { code: "BadRequest", message: outer } }, { "request-id": "r" }),
        );
        assert.equal(failure.reason, "Invalid GroupId : x provided, a valid AADGroupId is expected.");
        assert.equal(failure.activityId, "11111111-2222-3333-4444-555555555555");
        assert.equal(failure.requestId, "r");
        assert.equal(failure.retryAfterMs, 7_000);
    });

    it("is a missing route by its code", () => {
        const noRoute = readFailure(
            answer(400, { error: { code: "No method match route template", message: "No OData route" } }),
        );
        assert.equal(isNoRoute(noRoute), true);
        assert.equal(isNoRoute(readFailure(answer(400, { error: { code: "BadRequest", message: "x" } }))), false);
    });

    it("survives answers of any shape", () => {
        for (const value of [null, 1, "x", [], {}, { error: 5 }, { error: { message: {} } }]) {
            assert.equal(readFailure(answer(500, value)).reason, "no reason was given");
        }
    });
});

describe("a batch", () => {
    it("numbers its requests and gives each its own answer, in any order", () => {
        const body = batchBody([get, post]) as { requests: { id: string; url: string }[] };
        assert.deepEqual(
            body.requests.map(({ id, url }) => [id, url]),
            [
                ["1", "/x"],
                ["2", "/x"],
            ],
        );
        const answers = readBatch(
            3,
            answer(200, {
                responses: [
                    { id: "2", status: 429, headers: { "Retry-After": "3" } },
                    { id: "1", status: 200, body: {} },
                ],
            }),
        );
        assert.equal(answers[0]?.type === "answer" && answers[0].status, 200);
        assert.equal(answers[1]?.type === "answer" && answers[1].headers["retry-after"], "3");
        assert.deepEqual(answers[2], {
            type: "broken",
            phase: "sent",
            reason: "the batch's answer lacks this request",
        });
    });

    it("carries what waits together, at most 20 at a time, and a lone request as it is", async () => {
        const sent: GraphRequest[] = [];
        const send = withBatching((request) => {
            sent.push(request);
            const inner = (request.body as { requests?: { id: string }[] } | undefined)?.requests;
            return Promise.resolve(
                inner
                    ? answer(200, { responses: inner.map(({ id }) => ({ id, status: 200, body: { id } })) })
                    : answer(200, {}),
            );
        }, processDeps({}));
        const { signal } = new AbortController();
        setMaxListeners(0, signal);
        await send(get, signal);
        assert.deepEqual(sent, [get]);
        await Promise.all(Array.from({ length: 45 }, () => send(get, signal)));
        const sizes = sent.slice(1).map(({ body }) => (body as { requests: unknown[] }).requests.length);
        assert.equal(
            sizes.reduce((sum, size) => sum + size, 0),
            45,
        );
        assert.ok(sizes.every((size) => size <= 20));
        assert.equal(sizes.length, 3);
    });

    it("gives way to single requests for good where the service has none", async () => {
        const paths: string[] = [];
        const send = withBatching((request) => {
            paths.push(request.path);
            return Promise.resolve(request.path === "$batch" ? answer(404) : answer(200, {}));
        }, processDeps({}));
        const { signal } = new AbortController();
        const all = await Promise.all([send(get, signal), send(post, signal)]);
        assert.ok(all.every((exchange) => exchange.type === "answer" && exchange.status === 200));
        await Promise.all([send(get, signal), send(post, signal)]);
        assert.deepEqual(paths, ["$batch", "x", "x", "x", "x"]);
    });

    it("forgets who stops waiting before it leaves, and is given up when all have stopped", async () => {
        const sent: GraphRequest[] = [];
        let given: AbortSignal | undefined;
        const send = withBatching((request, signal) => {
            sent.push(request);
            given = signal;
            return new Promise((_resolve, reject) => {
                signal.addEventListener("abort", () => {
                    reject(signal.reason as Error);
                });
            });
        }, processDeps({}));
        const [early, first, second] = [new AbortController(), new AbortController(), new AbortController()];
        const all = Promise.allSettled([early, first, second].map(({ signal }) => send(get, signal)));
        early.abort(new Error("gone"));
        await new Promise((resolve) => setTimeout(resolve, 100));
        assert.equal((sent[0]?.body as { requests: unknown[] }).requests.length, 2);
        first.abort(new Error("gone"));
        assert.equal(given?.aborted, false);
        second.abort(new Error("gone"));
        assert.equal(given.aborted, true);
        assert.ok((await all).every(({ status }) => status === "rejected"));
        await assert.rejects(send(get, AbortSignal.abort(new Error("gone"))), /gone/);
    });

    it("sends a guarded write behind its read, and without it where the service has no batch", async () => {
        const guarded: GraphRequest = { ...post, guard: "x/assignments" };
        const paths: string[] = [];
        const sendTo = (batch: Exchange) =>
            withBatching((request) => {
                paths.push(request.path);
                return Promise.resolve(request.path === "$batch" ? batch : answer(200, {}));
            }, processDeps({}));
        const { signal } = new AbortController();
        const both = answer(200, {
            responses: [
                { id: "1", status: 200, body: { value: [1] } },
                { id: "2", status: 204 },
            ],
        });
        const written = await sendTo(both)(guarded, signal);
        assert.deepEqual(written.type === "answer" && written.guarded, { value: [1] });
        const alone = await sendTo(answer(404))(guarded, signal);
        assert.equal(alone.type === "answer" && alone.status, 200);
        assert.deepEqual(paths, ["$batch", "$batch", "x"]);
    });

    it("leaves every write of a broken batch unclear", async () => {
        const broken: Exchange = { type: "broken", phase: "sent", reason: "lost" };
        const send = withBatching(() => Promise.resolve(broken), processDeps({}));
        const { signal } = new AbortController();
        assert.deepEqual(await Promise.all([send(post, signal), send(get, signal)]), [broken, broken]);
    });
});

describe("the one retry loop", () => {
    it("takes a write that was cut off for unclear, and lets a read simply end", async () => {
        const deps = fastDeps();
        const controller = new AbortController();
        const cutOff = (_request: GraphRequest, signal: AbortSignal): Promise<Exchange> => {
            controller.abort(new Error("interrupted"));
            return Promise.reject(signal.reason as Error);
        };
        const send = withRetry(cutOff, createPace(deps, undefined), deps);
        const ending = await send(post, controller.signal);
        assert.deepEqual(ending, { type: "unclear", reason: "the run ended before the answer came" });
        await assert.rejects(send(get, controller.signal), /interrupted/);
    });

    it("does not swallow an error that is nobody's answer", async () => {
        const deps = fastDeps();
        const send = withRetry(() => Promise.reject(new Error("no token")), createPace(deps, undefined), deps);
        await assert.rejects(send(post, new AbortController().signal), /no token/);
    });
});

describe("the request budget", () => {
    it("spends the free burst at once and then waits for the window", async () => {
        const deps = fastDeps();
        const pace = createPace(deps, { windowMs: 20_000, writes: 3, any: 100 });
        const { signal } = new AbortController();
        for (let count = 0; count < 3; count += 1) {
            (await pace.acquire(post, signal))();
        }
        assert.deepEqual(deps.waits, []);
        (await pace.acquire(get, signal))();
        assert.deepEqual(deps.waits, []);
        (await pace.acquire(post, signal))();
        assert.equal(deps.waits.length, 1);
        assert.ok(Number(deps.waits[0]) > 19_000 && Number(deps.waits[0]) < 20_500);
        assert.match(String(deps.lines[0]), /waiting 2[01] s, since the budget of 3 writes/);
    });

    it("lets no more through than there is room for, however many ask in the same moment", async () => {
        const deps = fastDeps();
        const pace = createPace(deps, { windowMs: 20_000, writes: 3, any: 100 });
        const { signal } = new AbortController();
        const ends: number[] = [];
        await Promise.all(
            Array.from({ length: 10 }, async () => {
                const release = await pace.acquire(post, signal);
                ends.push(deps.now());
                release();
            }),
        );
        const inAnyWindow = ends.map((end) => ends.filter((other) => other > end - 20_000 && other <= end).length);
        assert.equal(ends.length, 10);
        assert.equal(Math.max(...inAnyWindow), 3);
    });

    it("says once how long it waits, however many wait", async () => {
        const deps = fastDeps();
        const pace = createPace(deps, undefined);
        pace.pauseFor(30_000, "Graph asked to slow down");
        const { signal } = new AbortController();
        await Promise.all(Array.from({ length: 5 }, () => pace.acquire(get, signal)));
        assert.equal(deps.lines.length, 1);
        assert.match(String(deps.lines[0]), /waiting 30 s, since Graph asked to slow down/);
    });

    it("makes everyone wait when the service asks one to", async () => {
        const deps = fastDeps();
        const pace = createPace(deps, undefined);
        pace.pauseFor(5_000, "Graph asked to slow down");
        const { signal } = new AbortController();
        await Promise.all([pace.acquire(get, signal), pace.acquire(post, signal)]);
        assert.ok(deps.waits.every((wait) => wait > 4_900));
    });

    it("stops waiting at once when the run is cancelled", async () => {
        const pace = createPace(fastDeps(), { windowMs: 20_000, writes: 1, any: 1 });
        const controller = new AbortController();
        await pace.acquire(post, controller.signal);
        const waiting = pace.acquire(post, controller.signal);
        controller.abort(new Error("cancelled"));
        await assert.rejects(waiting, /cancelled/);
    });
});

describe("paging", () => {
    const endpoint = "https://graph.microsoft.com";

    it("follows a next page on the same host only", () => {
        const next = "https://graph.microsoft.com/beta/x?$skiptoken=1";
        assert.equal(readPage({ value: [], "@odata.nextLink": next }, endpoint, purpose).next, next);
        for (const link of [
            "https://evil.example/beta/x",
            "http://graph.microsoft.com/beta/x",
            "https://graph.microsoft.com:8443/x",
            "https://user@graph.microsoft.com/x",
            "/relative",
            5,
        ]) {
            assert.throws(() => readPage({ value: [], "@odata.nextLink": link }, endpoint, purpose), /another host/);
        }
    });

    it("stops at a circle", () => {
        const guard = createPageGuard(purpose);
        guard("a");
        guard("b");
        assert.throws(() => {
            guard("a");
        }, /in a circle/);
    });

    it("does not take an answer without a list for an empty list", () => {
        for (const body of [undefined, {}, { value: {} }, "x"]) {
            assert.throws(() => readPage(body, endpoint, purpose), /no list of values/);
        }
    });
});
