/** From an HTTP request to a logical one, or to what Graph says to a request it can't read. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Logical } from "./exchange";
import { badRequest, failure, type Reply } from "./reply";

const maxBodyBytes = 32 * 1024 * 1024;

/** More than anyone sends. */
export class TooLargeError extends Error {
    override readonly name = "TooLargeError";
}

/** The whole body as text. Errors: `TooLargeError`. */
export async function readBody(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        // The rest is read and forgotten, so that the caller can read the answer.
        if (bytes <= maxBodyBytes) {
            chunks.push(chunk);
        }
    }
    if (bytes > maxBodyBytes) {
        throw new TooLargeError();
    }
    return Buffer.concat(chunks).toString("utf8");
}

function plainHeaders({ headers }: IncomingMessage): Record<string, string> {
    return Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) =>
            value === undefined ? [] : [[name, name === "authorization" ? "REDACTED" : String(value)]],
        ),
    );
}

function tokenProblem({ headers }: IncomingMessage, tokens: readonly string[] | undefined): Reply | undefined {
    const token = /^Bearer (\S+)$/i.exec(headers.authorization ?? "")?.[1];
    if (token !== undefined && (tokens === undefined || tokens.includes(token))) {
        return undefined;
    }
    const text = token === undefined ? "Access token is empty." : "Access token validation failure. Invalid audience.";
    return failure(401, "InvalidAuthenticationToken", text, {
        "WWW-Authenticate":
            'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
    });
}

const notJson =
    "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.";

async function parseBody(request: IncomingMessage): Promise<{ body: unknown } | { reply: Reply }> {
    try {
        const text = await readBody(request);
        if (text === "") {
            return { body: undefined };
        }
        return /^application\/json\b/i.test(request.headers["content-type"] ?? "")
            ? { body: JSON.parse(text) as unknown }
            : { reply: failure(415, "UnsupportedMediaType", "The content type has to be application/json.") };
    } catch (error: unknown) {
        if (error instanceof TooLargeError) {
            return { reply: failure(413, "RequestEntityTooLarge", "The request is too large.") };
        }
        if (error instanceof SyntaxError) {
            return { reply: badRequest(notJson) };
        }
        throw error;
    }
}

export interface Incoming {
    readonly logical: Logical;
    /** Why nothing looks at it further. */
    readonly refused: Reply | undefined;
}

/** Reads an HTTP request to the end. */
export async function readRequest(
    request: IncomingMessage,
    http: number,
    tokens: readonly string[] | undefined,
): Promise<Incoming> {
    const [version = "", ...rest] = (request.url ?? "/").replace(/^\/+/, "").split("/");
    const parsed = await parseBody(request);
    const logical: Logical = {
        http,
        method: (request.method ?? "GET").toUpperCase(),
        version,
        target: rest.join("/").replace(/^\/+/, ""),
        headers: plainHeaders(request),
        body: "body" in parsed ? parsed.body : undefined,
        ids: {
            requestId: randomUUID(),
            clientRequestId: String(request.headers["client-request-id"] ?? randomUUID()),
        },
    };
    return { logical, refused: tokenProblem(request, tokens) ?? ("reply" in parsed ? parsed.reply : undefined) };
}
