/**
 * The one way to Graph. Knows HTTP, retries, the request budget, `$batch` and paging; knows nothing of assignments.
 */
import type { Deps } from "../deps";
import { UnclearEndError } from "../errors";
import type { Settings } from "../settings";
import { withBatching } from "./batch";
import { isSuccess, isWrite, type Answer, type Exchange, type GraphRequest, type Send } from "./exchange";
import { createPace, documentedLimits } from "./pace";
import { createPageGuard, readPage, type Page } from "./paging";
import { failureError, type Purpose } from "./purpose";
import { withRetry } from "./retry";

export { createClient } from "./client";
export type { Answer, GraphRequest, Send } from "./exchange";
export type { Page } from "./paging";
export type { Purpose } from "./purpose";

export interface Graph {
    /** GETs one object. Errors: GraphRequestError and its kin, AuthenticationError. */
    get(path: string, purpose: Purpose, signal: AbortSignal): Promise<unknown>;
    /** POSTs a question, which changes nothing. Errors as for `get`. */
    ask(path: string, body: unknown, purpose: Purpose, signal: AbortSignal): Promise<unknown>;
    /** GETs one page of a collection: a path, or the address that the page before gave. */
    page(at: string, purpose: Purpose, signal: AbortSignal): Promise<Page>;
    /** GETs a whole collection, all pages, doubles removed by id. */
    list(path: string, purpose: Purpose, signal: AbortSignal): Promise<unknown[]>;
    /**
     * Sends a write once. Errors: UnclearEndError when it may have been applied (the caller reads before it decides),
     * others when it certainly was not.
     */
    write(request: GraphRequest, purpose: Purpose, signal: AbortSignal): Promise<Answer>;
}

function withRequestIds(send: Send, settings: Settings, deps: Deps): Send {
    const justification =
        settings.approvalJustification === undefined
            ? {}
            : { "x-msft-approval-justification": Buffer.from(settings.approvalJustification).toString("base64") };
    return (request, signal) =>
        send(
            {
                ...request,
                headers: {
                    "client-request-id": deps.guid(),
                    ...(isWrite(request) ? justification : {}),
                    ...request.headers,
                },
            },
            signal,
        );
}

function isUrl(at: string): boolean {
    return /^https?:\/\//i.test(at);
}

function idOf(value: unknown): unknown {
    return typeof value === "object" && value !== null ? (value as { id?: unknown }).id : undefined;
}

/** Builds the way to Graph over `single`, which sends one HTTP request; everything that shares it shares its budget. */
export function createGraph(settings: Settings, single: Send, deps: Deps): Graph {
    const client = withRequestIds(single, settings, deps);
    const pace = createPace(deps, settings.pacing === "documented" ? documentedLimits : undefined);
    const send = withRetry(withRequestIds(withBatching(client, deps), settings, deps), pace, deps);

    function accept(exchange: Exchange, purpose: Purpose): Answer {
        if (exchange.type === "broken" || !isSuccess(exchange) || exchange.body.type === "unreadable") {
            throw failureError(purpose, exchange, settings.endpoint);
        }
        return exchange;
    }

    async function read(request: GraphRequest, purpose: Purpose, signal: AbortSignal): Promise<unknown> {
        const ending = await send(request, signal);
        if (ending.type === "unclear") {
            throw new Error("a read can't end unclear");
        }
        const answer = accept(ending.exchange, purpose);
        return answer.body.type === "json" ? answer.body.value : undefined;
    }

    const graph: Graph = {
        get: (path, purpose, signal) => read({ method: "GET", path }, purpose, signal),
        ask: (path, body, purpose, signal) => read({ method: "POST", path, body, isQuestion: true }, purpose, signal),
        async page(at, purpose, signal) {
            const request: GraphRequest = isUrl(at)
                ? { method: "GET", path: new URL(at).pathname.slice(1), url: at }
                : { method: "GET", path: at };
            return readPage(await read(request, purpose, signal), settings.endpoint, purpose);
        },
        async list(path, purpose, signal) {
            const guard = createPageGuard(purpose);
            const byId = new Map<unknown, unknown>();
            for (let at: string | undefined = path; at !== undefined;) {
                guard(at);
                const page: Page = await graph.page(at, purpose, signal);
                page.value.forEach((value) => {
                    byId.set(idOf(value) ?? value, value);
                });
                at = page.next;
            }
            return [...byId.values()];
        },
        async write(request, purpose, signal) {
            const ending = await send(request, signal);
            if (ending.type === "unclear") {
                throw new UnclearEndError(
                    `${purpose.verb} failed: ${purpose.object}: ${ending.reason}. It is not known whether the change was made: run \`pulumi up\` again.`,
                    { status: 0, code: "", reason: ending.reason },
                );
            }
            return accept(ending.exchange, purpose);
        },
    };
    return graph;
}
