import { randomUUID } from "node:crypto";

/** An answer before it is put on the wire, alone or inside a `$batch`. */
export interface Reply {
    readonly status: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
}

export function isReply(value: object): value is Reply {
    return "status" in value;
}

export function ok(body: unknown, status = 200): Reply {
    return { status, body };
}

/** Graph's error envelope. */
export function failure(status: number, code: string, message: string, headers: Record<string, string> = {}): Reply {
    return { status, headers, body: { error: { code, message } } };
}

export function badRequest(text: string): Reply {
    return failure(400, "BadRequest", text);
}

/** Intune's own errors: a JSON text inside `message`, with the ids that support asks for. */
export function intuneFailure(status: number, code: string, text: string): Reply {
    const zero = "00000000-0000-0000-0000-000000000000";
    const message = JSON.stringify({
        _version: 3,
        Message: `${text} - Operation ID (for customer support): ${zero} - Activity ID: ${randomUUID()} - Url: https://fef.simulator.manage.microsoft.com/`,
        CustomApiErrorPhrase: "",
        RetryAfter: null,
        ErrorSourceService: "",
        HttpHeaders: "{}",
    });
    return failure(status, code, message);
}

/** What a tenant answers to a route that is documented but not implemented. */
export function noRoute(verb: string, template: string, innerService: string, path: string): Reply {
    return failure(
        400,
        "No method match route template",
        `No OData route exists that match template ~/${template} with http verb ${verb} for request /${innerService}/${path}.`,
    );
}

export function notFound(what: string): Reply {
    return failure(404, "ResourceNotFound", `${what} was not found.`);
}

/** What Entra says of a group or user that is not there. */
export function directoryNotFound(id: string): Reply {
    return failure(
        404,
        "Request_ResourceNotFound",
        `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    );
}

/** Ids of one exchange, the same in headers and error body. */
export interface ExchangeIds {
    readonly requestId: string;
    readonly clientRequestId: string;
}

/** Adds what every error of Graph carries. */
export function withInnerError(reply: Reply, ids: ExchangeIds, now: Date): Reply {
    const error = (reply.body as { error?: unknown } | undefined)?.error;
    if (typeof error !== "object" || error === null || "innerError" in error) {
        return reply;
    }
    const innerError = {
        date: now.toISOString().slice(0, 19),
        "request-id": ids.requestId,
        "client-request-id": ids.clientRequestId,
    };
    return { ...reply, body: { error: { ...error, innerError } } };
}
