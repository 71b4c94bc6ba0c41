/** `$batch`. https://learn.microsoft.com/graph/json-batching */
import { badRequest, failure, isReply, ok, type Reply } from "./reply";

const maxRequests = 20;

export interface InnerRequest {
    readonly id: string;
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly dependsOn: readonly string[];
}

function lowerCase(headers: unknown): Record<string, string> {
    const entries = typeof headers === "object" && headers !== null ? Object.entries(headers) : [];
    return Object.fromEntries(entries.map(([name, text]) => [name.toLowerCase(), String(text)]));
}

function readInner(value: unknown): InnerRequest | Reply {
    const { id, method, url, headers, body, dependsOn } = (value ?? {}) as Record<string, unknown>;
    // Numbers are no texts, but Graph takes them, and IntuneCD sends them.
    if ((typeof id !== "string" && typeof id !== "number") || id === "") {
        return badRequest("Invalid batch payload format: every request needs an id.");
    }
    if (typeof method !== "string" || typeof url !== "string" || /^\w+:\/\//.test(url)) {
        return badRequest(`Request ${String(id)} needs a method and a relative url.`);
    }
    const given = lowerCase(headers);
    if (body !== undefined && given["content-type"] === undefined) {
        return badRequest(`Write request id : ${String(id)} does not contain Content-Type header or body.`);
    }
    return {
        id: String(id),
        method: method.toUpperCase(),
        url,
        headers: given,
        body,
        dependsOn: Array.isArray(dependsOn) ? dependsOn.map((other) => String(other).toLowerCase()) : [],
    };
}

/** The requests of a `$batch` body, or why the batch is refused whole. */
export function readBatchBody(body: unknown): readonly InnerRequest[] | Reply {
    const list = (body as { requests?: unknown } | null | undefined)?.requests;
    if (!Array.isArray(list) || list.length === 0) {
        return badRequest("Invalid batch payload format.");
    }
    if (list.length > maxRequests) {
        return badRequest(`Number of batch request steps exceeds the maximum value of ${String(maxRequests)}.`);
    }
    const requests: InnerRequest[] = [];
    for (const read of list.map(readInner)) {
        if (isReply(read)) {
            return read;
        }
        requests.push(read);
    }
    const ids = new Set(requests.map(({ id }) => id.toLowerCase()));
    if (ids.size < requests.length) {
        return badRequest("Request ids in a batch have to be unique.");
    }
    const isKnown = ({ id, dependsOn }: InnerRequest): boolean =>
        dependsOn.every((other) => ids.has(other) && other !== id.toLowerCase());
    return requests.every(isKnown) ? requests : badRequest("dependsOn has to name other requests of the batch.");
}

interface InnerResponse {
    readonly id: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
}

function response(id: string, { status, headers, body }: Reply): InnerResponse {
    return {
        id,
        status,
        headers: {
            "Cache-Control": "no-cache",
            ...(body === undefined ? {} : { "Content-Type": "application/json" }),
            ...headers,
        },
        ...(body === undefined ? {} : { body }),
    };
}

const failedDependency = failure(424, "FailedDependency", "A request this one depends on has failed.");

/** Answers a batch; requests that depend on a failed one get 424. A missing reply leaves its answer out. */
export async function answerBatch(
    requests: readonly InnerRequest[],
    serveOne: (request: InnerRequest, position: number) => Promise<Reply | undefined>,
): Promise<Reply> {
    const statuses = new Map<string, number>();
    const responses: InnerResponse[] = [];
    let waiting = requests.map((request, at) => ({ request, position: at + 1 }));
    while (waiting.length > 0) {
        const next = waiting.find(({ request }) => request.dependsOn.every((id) => statuses.has(id)));
        if (next === undefined) {
            return badRequest("The requests of the batch depend on each other in a circle.");
        }
        waiting = waiting.filter((other) => other !== next);
        const { request, position } = next;
        const hasFailed = request.dependsOn.some((id) => (statuses.get(id) ?? 0) >= 400);
        const reply = hasFailed ? failedDependency : await serveOne(request, position);
        statuses.set(request.id.toLowerCase(), reply?.status ?? 500);
        if (reply) {
            responses.push(response(request.id, reply));
        }
    }
    // Graph gives no order; the last one first shows whoever relies on one.
    return ok({ responses: responses.reverse() });
}
