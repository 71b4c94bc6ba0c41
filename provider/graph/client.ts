import type { Client, Context, Middleware, MiddlewareOptions } from "@microsoft/microsoft-graph-client";
import type { TokenSource } from "../credentials";
import type { Deps } from "../deps";
import type { Settings } from "../settings";
import { createTransport, proxyRefusal, type Transport } from "../transport";
import { parseBody, readText } from "./body";
import type { Answer, Broken, Exchange, GraphRequest, Send } from "./exchange";

type GraphClientModule = typeof import("@microsoft/microsoft-graph-client");

/** The address of one request, exactly as it has to go out. The client would sort the query of a `nextLink`. */
class Address implements MiddlewareOptions {
    constructor(readonly url: string) {}
}

/** Errors before a connection stood: nothing can have reached the service. */
const connectErrors = new Set([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function errorCode(error: unknown): string | undefined {
    for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
        const code = (at as { code?: unknown }).code;
        if (typeof code === "string") {
            return code;
        }
        const [first] = at instanceof AggregateError ? (at.errors as unknown[]) : [];
        if (first !== undefined) {
            return errorCode(first);
        }
    }
    return undefined;
}

function broken(error: unknown, timedOut: boolean, timeoutMs: number): Broken {
    if (timedOut) {
        return { type: "broken", phase: "sent", reason: `no whole answer within ${String(timeoutMs / 1000)} s` };
    }
    const refusal = proxyRefusal(error);
    if (refusal !== undefined) {
        return { type: "broken", phase: "connect", reason: `the proxy of HTTPS_PROXY answered ${String(refusal)}` };
    }
    const code = errorCode(error);
    return code !== undefined && connectErrors.has(code)
        ? { type: "broken", phase: "connect", reason: `no connection (${code})` }
        : { type: "broken", phase: "sent", reason: `the connection broke${code === undefined ? "" : ` (${code})`}` };
}

/** The client rewrites every error but its own, and would lose what it was: this carries it through. */
class ErrorCarrier implements Middleware {
    private next!: Middleware;

    constructor(private readonly graph: GraphClientModule) {}

    setNext(next: Middleware): void {
        this.next = next;
    }

    async execute(context: Context): Promise<void> {
        try {
            await this.next.execute(context);
        } catch (error: unknown) {
            const carrier = new this.graph.GraphClientError("carried");
            carrier.customError = error;
            throw carrier;
        }
    }
}

/** Sends to the exact address and never follows a redirect, so that no token leaves the configured host. */
class TransportHandler implements Middleware {
    constructor(private readonly transport: Transport) {}

    async execute(context: Context): Promise<void> {
        const address = context.middlewareControl?.getMiddlewareOptions(Address) as Address;
        context.response = await this.transport(address.url, {
            ...(context.options as RequestInit),
            redirect: "manual",
        });
    }
}

/** Characters below which a text is no bearer token, and may stand in an answer by chance. */
const shortestToken = 20;

/** Adds the bearer token; asks once for a fresh one when the service refuses it. */
class AuthorizationHandler implements Middleware {
    private next!: Middleware;
    private readonly sentTokens = new WeakMap<Response, string>();

    constructor(private readonly tokens: TokenSource) {}

    /** The text of an answer without the token it was asked with: a service that repeats it gets it into no error or log. */
    masked(text: string | undefined, response: Response): string | undefined {
        const token = this.sentTokens.get(response) ?? "";
        return token.length < shortestToken ? text : text?.replaceAll(token, "[secret]");
    }

    setNext(next: Middleware): void {
        this.next = next;
    }

    async execute(context: Context): Promise<void> {
        await this.send(context, false);
        if (context.response?.status === 401) {
            await context.response.body?.cancel();
            await this.send(context, true);
        }
    }

    private async send(context: Context, fresh: boolean): Promise<void> {
        const options = context.options ?? {};
        const signal = options["signal"] as AbortSignal;
        const token = await this.tokens.token({ fresh, signal });
        context.options = {
            ...options,
            headers: { ...(options.headers as Record<string, string>), Authorization: `Bearer ${token}` },
        };
        await this.next.execute(context);
        if (context.response) {
            this.sentTokens.set(context.response, token);
        }
    }
}

function headersOf(response: Response): Record<string, string> {
    return Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
}

async function dispatch(
    client: Client,
    graph: GraphClientModule,
    request: GraphRequest,
    url: string,
    signal: AbortSignal,
) {
    const call = client
        .api("/")
        .middlewareOptions([new Address(url)])
        .headers({ Accept: "application/json", ...request.headers })
        .option("signal", signal)
        .responseType(graph.ResponseType.RAW);
    switch (request.method) {
        case "GET":
            return (await call.get()) as Response;
        case "POST":
            return (await call.post(request.body ?? {})) as Response;
        case "DELETE":
            return (await call.delete()) as Response;
    }
}

/**
 * Sends single HTTP requests to Graph by @microsoft/microsoft-graph-client, which is loaded with the first of them.
 * Rejects only when the run is cancelled or no token can be had (AuthenticationError).
 */
export function createClient(settings: Settings, tokens: TokenSource, deps: Deps): Send {
    const authorization = new AuthorizationHandler(tokens);
    let loaded: Promise<{ client: Client; graph: GraphClientModule }> | undefined;

    async function load() {
        const graph = await import("@microsoft/microsoft-graph-client");
        const client = graph.Client.initWithMiddleware({
            middleware: [new ErrorCarrier(graph), authorization, new TransportHandler(createTransport(settings))],
            baseUrl: settings.endpoint,
            defaultVersion: settings.apiVersion,
        });
        return { client, graph };
    }

    async function answerOf(response: Response): Promise<Answer> {
        return {
            type: "answer",
            status: response.status,
            headers: headersOf(response),
            body: parseBody(authorization.masked(await readText(response), response)),
        };
    }

    return async (request, signal): Promise<Exchange> => {
        const { client, graph } = await (loaded ??= load());
        const url = request.url ?? `${settings.endpoint}/${settings.apiVersion}/${request.path}`;
        const timeout = AbortSignal.timeout(settings.requestTimeoutMs);
        const startedMs = deps.now();
        let exchange: Exchange;
        try {
            // The time limit covers the body too: a slow drip is cut off.
            const ended = AbortSignal.any([signal, timeout]);
            exchange = await answerOf(await dispatch(client, graph, request, url, ended));
        } catch (error: unknown) {
            signal.throwIfAborted();
            const cause = error instanceof graph.GraphClientError ? (error.customError as unknown) : error;
            if (!isTransportError(cause)) {
                throw cause;
            }
            exchange = broken(cause, timeout.aborted, settings.requestTimeoutMs);
        }
        const end = exchange.type === "answer" ? String(exchange.status) : exchange.reason;
        deps.log.debug(`${request.method} ${request.path} -> ${end} (${String(deps.now() - startedMs)} ms)`);
        return exchange;
    };
}

/** What `fetch` and its body reader throw. Everything else is an error of ours, or of the credential. */
function isTransportError(error: unknown): boolean {
    return error instanceof TypeError || error instanceof DOMException || errorCode(error) !== undefined;
}
