/** From one logical request to its ending: faults, the gate, hooks, the route, the record. */
import { answerBatch, readBatchBody } from "./batch";
import { isApplied, type FaultAction, type Faults } from "./faults";
import type { Gate } from "./gate";
import { decode, parsePath, type GraphContext, type GraphRequest } from "./graphRequest";
import type { RequestHook } from "./options";
import { failure, isReply, withInnerError, type ExchangeIds, type Reply } from "./reply";
import type { RequestLog } from "./requestLog";
import { findRoute } from "./routes";

export interface Logical {
    /** Number of the HTTP request it came by. */
    readonly http: number;
    /** Place in its `$batch`, from 1. */
    readonly batch?: number;
    readonly method: string;
    readonly version: string;
    /** Below the version, not decoded, with its query. */
    readonly target: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly ids: ExchangeIds;
}

/** What goes onto the wire. */
export interface Ending {
    readonly reply: Reply;
    readonly action?: FaultAction | undefined;
}

export interface ExchangeDeps {
    readonly faults: Faults;
    readonly gate: Gate;
    readonly log: RequestLog;
    readonly hook: () => RequestHook | undefined;
    readonly context: (root: string) => GraphContext;
}

export function pause(ms: number): Promise<void> {
    return ms > 0
        ? new Promise((resolve) => {
              setTimeout(resolve, ms).unref();
          })
        : Promise.resolve();
}

const faultBody = failure(0, "Fault", "A fault that a test asked for.").body;
const htmlPage = "<!doctype html><html><body><h1>Our services aren't available right now</h1></body></html>";

/** Stands for the reply of a request that a fault kept from taking effect. */
const neverSeen: Reply = { status: 500 };

function halved(reply: Reply): Reply {
    const text = JSON.stringify(reply.body ?? "");
    return { ...reply, body: text.slice(0, text.length / 2) };
}

/** The reply after the fault has had its way, as far as that can be told without a connection. */
function befallen(reply: Reply, action: FaultAction | undefined): Reply {
    switch (action?.type) {
        case "status":
            return { status: action.status, headers: action.headers ?? {}, body: action.body ?? faultBody };
        case "html":
            return { status: action.status, headers: { "Content-Type": "text/html" }, body: htmlPage };
        case "emptyBody":
            return { status: reply.status, headers: reply.headers ?? {} };
        default:
            return reply;
    }
}

export interface ExchangeServer {
    serve(logical: Logical, root: string): Promise<Ending>;
    /** Ends a request that is refused before anything looks at it. */
    refuse(logical: Logical, reply: Reply): Ending;
}

export function createExchange({ faults, gate, log, hook, context }: ExchangeDeps): ExchangeServer {
    function end(logical: Logical, reply: Reply, action?: FaultAction): Ending {
        const { http, batch, method, version, target, headers, body } = logical;
        const final = withInnerError(befallen(reply, action), logical.ids, new Date());
        log.add({
            http,
            ...(batch === undefined ? {} : { batch }),
            method,
            version,
            path: decode(target),
            headers,
            body,
            status: action?.type === "drop" ? 0 : final.status,
            atMs: Date.now(),
        });
        return { reply: final, action };
    }

    async function apply(logical: Logical, root: string): Promise<Reply> {
        const { method, version, body, headers } = logical;
        const request: GraphRequest = { method, version, body, ...parsePath(logical.target) };
        const route = findRoute(request);
        const refused = gate.refuse(request, headers, route.permissions);
        if (refused) {
            return refused;
        }
        const seen = { method, path: decode(logical.target), body };
        await hook()?.(seen, "before");
        const reply = route.answer(context(root));
        await hook()?.(seen, "after");
        return reply;
    }

    async function serveOne(logical: Logical, root: string): Promise<Ending> {
        const action = faults.next(logical.method, `${logical.version}/${decode(logical.target)}`);
        return end(logical, isApplied(action) ? await apply(logical, root) : neverSeen, action);
    }

    async function innerReply(logical: Logical, root: string): Promise<Reply | undefined> {
        const { reply, action } = await serveOne(logical, root);
        await pause(action?.type === "delay" ? action.ms : 0);
        return action?.type === "drop" ? undefined : action?.type === "truncate" ? halved(reply) : reply;
    }

    async function serveBatch(logical: Logical, root: string): Promise<Ending> {
        const requests = readBatchBody(logical.body);
        if (isReply(requests)) {
            return end(logical, requests);
        }
        const known = { ...logical, body: { requests: requests.length } };
        const action = faults.next("POST", `${logical.version}/$batch`);
        if (!isApplied(action)) {
            return end(known, neverSeen, action);
        }
        const answer = answerBatch(requests, ({ method, url, headers, body }, batch) =>
            innerReply({ ...logical, batch, method, headers, body, target: url.replace(/^\//, "") }, root),
        );
        return end(known, await answer, action);
    }

    return {
        refuse: end,
        async serve(logical, root) {
            if (logical.target !== "$batch") {
                return serveOne(logical, root);
            }
            return logical.method === "POST"
                ? serveBatch(logical, root)
                : end(logical, failure(405, "MethodNotAllowed", "A batch is a POST."));
        },
    };
}
