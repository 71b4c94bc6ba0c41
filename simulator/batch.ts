import { failure, type Reply } from "./reply";

/** Graph's limit. https://learn.microsoft.com/graph/json-batching */
const maxRequests = 20;

export interface InnerRequest {
    readonly id: string;
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly dependsOn: readonly string[];
}

function bad(text: string): Reply {
    return failure(400, "BadRequest", text);
}

function inner(value: unknown): InnerRequest | Reply {
    const { id, method, url, headers, body, dependsOn } = (value ?? {}) as Record<string, unknown>;
    if (typeof id !== "string" || id === "" || typeof method !== "string" || typeof url !== "string") {
        return bad("Invalid batch payload format: every request needs id, method and url.");
    }
    const names = Object.entries((headers ?? {}) as Record<string, string>).map(([name, text]) => [
        name.toLowerCase(),
        text,
    ]);
    const lower = Object.fromEntries(names) as Record<string, string>;
    if (body !== undefined && lower["content-type"] === undefined) {
        return bad(`Write request id : ${id} does not contain Content-Type header or body.`);
    }
    return {
        id,
        method: method.toUpperCase(),
        url,
        headers: lower,
        body,
        dependsOn: Array.isArray(dependsOn) ? (dependsOn as string[]) : [],
    };
}

/** The requests of a `$batch` body, or why the batch is refused whole. */
export function readBatchBody(body: unknown): readonly InnerRequest[] | Reply {
    const list = (body as { requests?: unknown } | undefined)?.requests;
    if (!Array.isArray(list) || list.length === 0) {
        return bad("Invalid batch payload format.");
    }
    if (list.length > maxRequests) {
        return bad(`Number of batch request steps exceeds the maximum value of ${String(maxRequests)}.`);
    }
    const requests = list.map(inner);
    const refused = requests.find((request): request is Reply => "status" in request);
    if (refused) {
        return refused;
    }
    const ids = (requests as InnerRequest[]).map(({ id }) => id.toLowerCase());
    return new Set(ids).size === ids.length
        ? (requests as InnerRequest[])
        : bad("Request ids in a batch have to be unique.");
}

interface InnerResponse {
    readonly id: string;
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: unknown;
}

function response(id: string, reply: Reply): InnerResponse {
    return {
        id,
        status: reply.status,
        headers: { ...reply.headers, ...(reply.body === undefined ? {} : { "Content-Type": "application/json" }) },
        ...(reply.body === undefined ? {} : { body: reply.body }),
    };
}

/** Answers a batch; requests that depend on a failed one get 424. A missing reply leaves its answer out. */
export async function answerBatch(
    requests: readonly InnerRequest[],
    serveOne: (request: InnerRequest) => Promise<Reply | undefined>,
): Promise<Reply> {
    const statuses = new Map<string, number>();
    const responses: InnerResponse[] = [];
    for (const request of requests) {
        const hasFailed = request.dependsOn.some((id) => (statuses.get(id.toLowerCase()) ?? 424) >= 400);
        const reply = hasFailed
            ? failure(424, "FailedDependency", "A request this one depends on has failed.")
            : await serveOne(request);
        statuses.set(request.id.toLowerCase(), reply?.status ?? 500);
        if (reply) {
            responses.push(response(request.id, reply));
        }
    }
    // Graph gives no order; the last one first shows whoever relies on one.
    return { status: 200, body: { responses: responses.reverse() } };
}
