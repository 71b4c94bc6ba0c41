import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answerBatch, readBatchBody, type InnerRequest } from "./batch";
import { handleControl } from "./control";
import { createFaults, type FaultAction } from "./faults";
import { createReadLag } from "./readLag";
import type { RecordedRequest, RequestHook, Simulator, SimulatorOptions } from "./options";
import { failure, intuneFailure, withInnerError, type Reply } from "./reply";
import { neededPermission, serve, type ServiceRequest } from "./service";
import { keepState, loadState } from "./stateFile";
import { statusPage } from "./statusPage";
import { Tenant, emptyTenant } from "./tenant";
import { createThrottle, documentedThrottle } from "./throttle";

const maxBodyBytes = 32 * 1024 * 1024;

interface Logical {
    readonly http: number;
    readonly isBatched: boolean;
    readonly method: string;
    readonly version: string;
    /** Below the version, not decoded, with its query. */
    readonly target: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
}

/** What goes onto the wire. */
interface Ending {
    readonly reply: Reply;
    readonly action?: FaultAction | undefined;
}

function pause(ms: number): Promise<void> {
    return ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : Promise.resolve();
}

async function readBody(request: IncomingMessage): Promise<string> {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) {
            throw new RangeError("too large");
        }
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
    return Object.fromEntries(
        Object.entries(request.headers).flatMap(([name, value]) =>
            name === "authorization" || value === undefined ? [] : [[name, String(value)]],
        ),
    );
}

function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

function tenantOf(options: SimulatorOptions): Tenant {
    if (typeof options.state !== "string") {
        return new Tenant(options.state);
    }
    const tenant = new Tenant(loadState(options.state) ?? options.initialState ?? emptyTenant);
    keepState(tenant, options.state);
    return tenant;
}

/**
 * Starts a Microsoft Graph for the Intune assignment families on 127.0.0.1. Errors: the port is taken, the state file
 * can't be read.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
    const tenant = tenantOf(options);
    const faults = createFaults();
    const lag = createReadLag(options.readLagMs ?? 0);
    const throttleOptions = options.throttle === true ? documentedThrottle : options.throttle || undefined;
    const throttle = throttleOptions && createThrottle(throttleOptions);
    const approvals = new Set<string>();
    const recorded: RecordedRequest[] = [];
    let httpCount = 0;
    let hook: RequestHook | undefined;

    /** Multi Admin Approval: a justification first, then a code that another administrator has to approve. */
    function approval(logical: Logical): Reply | undefined {
        if (!options.approval || logical.method === "GET") {
            return undefined;
        }
        const code = logical.headers["x-msft-approval-code"];
        if (code !== undefined && approvals.has(code)) {
            return undefined;
        }
        if (logical.headers["x-msft-approval-justification"] === undefined) {
            return intuneFailure(
                400,
                "BadRequest",
                "A justification is required: this resource is protected by Multi Admin Approval.",
            );
        }
        const fresh = randomBytes(8).toString("hex");
        approvals.add(fresh);
        return failure(412, "PreconditionFailed", "The change waits for approval.", { "x-msft-approval-code": fresh });
    }

    function gate(logical: Logical, request: ServiceRequest): Reply | undefined {
        const headers = throttle?.refuse(logical.method !== "GET", Date.now());
        if (headers) {
            return failure(429, "TooManyRequests", "Too many requests.", headers);
        }
        const permission = neededPermission(request);
        const granted = options.permissions;
        const isGranted =
            permission === undefined ||
            granted === undefined ||
            granted.includes(permission) ||
            granted.includes(permission.replace(".Read.", ".ReadWrite."));
        if (!isGranted) {
            return intuneFailure(
                403,
                "Forbidden",
                `Application is not authorized to perform this operation. Application must have one of the following scopes: ${permission}`,
            );
        }
        return approval(logical);
    }

    async function apply(logical: Logical, request: ServiceRequest): Promise<Reply> {
        const seen = { method: logical.method, path: decode(logical.target), body: logical.body };
        await hook?.(seen, "before");
        const reply = serve(request, {
            tenant,
            mode: simulator.mode,
            pageSize: options.pageSize ?? 100,
            root: simulator.url,
            visibleRows: (family, policy) => lag.rows(family, policy),
        });
        if (logical.method !== "GET") {
            lag.note(tenant);
        }
        await hook?.(seen, "after");
        return reply;
    }

    function isUnapplied(action: FaultAction): boolean {
        return "applied" in action ? !action.applied : action.type === "status" || action.type === "html";
    }

    async function serveLogical(logical: Logical): Promise<Ending> {
        const path = `${logical.version}/${decode(logical.target)}`;
        const action = faults.next(logical.method, path);
        const url = new URL(`http://x/${logical.target}`);
        const request: ServiceRequest = {
            method: logical.method,
            version: logical.version,
            segments: url.pathname.split("/").filter(Boolean).map(decode),
            query: url.searchParams,
            body: logical.body,
        };
        lag.note(tenant);
        let reply: Reply;
        if (action && isUnapplied(action)) {
            reply = { status: 599 };
        } else {
            reply = gate(logical, request) ?? (await apply(logical, request));
        }
        if (action?.type === "status") {
            reply = {
                status: action.status,
                headers: action.headers ?? {},
                body: action.body ?? failure(action.status, "Fault", "A fault that a test asked for.").body,
            };
        }
        recorded.push({
            http: logical.http,
            isBatched: logical.isBatched,
            method: logical.method,
            version: logical.version,
            path: decode(logical.target),
            headers: logical.headers,
            body: logical.body,
            status: action?.type === "html" ? action.status : action?.type === "drop" ? 0 : reply.status,
            atMs: Date.now(),
        });
        return { reply, action };
    }

    function innerLogical(http: number, version: string, request: InnerRequest): Logical {
        return {
            http,
            isBatched: true,
            method: request.method,
            version,
            target: request.url.replace(/^\//, ""),
            headers: request.headers,
            body: request.body,
        };
    }

    async function serveBatch(logical: Logical): Promise<Ending> {
        const requests = readBatchBody(logical.body);
        if ("status" in requests) {
            return { reply: requests };
        }
        const action = faults.next("POST", `${logical.version}/$batch`);
        if (action && isUnapplied(action)) {
            return {
                reply:
                    action.type === "status"
                        ? { ...failure(action.status, "Fault", "A fault that a test asked for.", action.headers ?? {}) }
                        : { status: 599 },
                action,
            };
        }
        const reply = await answerBatch(requests, async (request) => {
            const ending = await serveLogical(innerLogical(logical.http, logical.version, request));
            return ending.action?.type === "drop" ? undefined : ending.reply;
        });
        return { reply, action };
    }

    function isAuthorized(request: IncomingMessage): boolean {
        const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
        return token !== undefined && (options.tokens === undefined || options.tokens.includes(token));
    }

    async function endingOf(request: IncomingMessage, http: number): Promise<Ending> {
        const target = (request.url ?? "/").slice(1);
        const [version = "", ...rest] = target.split("/");
        const method = (request.method ?? "GET").toUpperCase();
        if (!isAuthorized(request)) {
            await readBody(request);
            return {
                reply: failure(
                    401,
                    "InvalidAuthenticationToken",
                    "Access token is empty, expired or not for this service.",
                ),
            };
        }
        let body: unknown;
        try {
            const text = await readBody(request);
            body = text === "" ? undefined : (JSON.parse(text) as unknown);
        } catch (error: unknown) {
            return {
                reply:
                    error instanceof RangeError
                        ? failure(413, "RequestEntityTooLarge", "The request is too large.")
                        : failure(
                              400,
                              "BadRequest",
                              "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
                          ),
            };
        }
        if (body !== undefined && !String(request.headers["content-type"]).includes("application/json")) {
            return { reply: failure(415, "UnsupportedMediaType", "The content type has to be application/json.") };
        }
        const logical: Logical = {
            http,
            isBatched: false,
            method,
            version,
            target: rest.join("/"),
            headers: plainHeaders(request),
            body,
        };
        if (logical.target.replace(/^\//, "") === "$batch") {
            return method === "POST"
                ? serveBatch(logical)
                : { reply: failure(405, "MethodNotAllowed", "A batch is a POST.") };
        }
        return serveLogical(logical);
    }

    async function write(response: ServerResponse, { reply, action }: Ending, clientRequestId: string): Promise<void> {
        if (action?.type === "drop") {
            response.socket?.destroy();
            return;
        }
        if (action?.type === "html") {
            response
                .writeHead(action.status, { "Content-Type": "text/html" })
                .end("<html><body><h1>Sorry</h1></body></html>");
            return;
        }
        const ids = { requestId: randomUUID(), clientRequestId };
        const full = withInnerError(reply, ids, new Date());
        const hasBody = full.body !== undefined && action?.type !== "emptyBody";
        const text = hasBody ? JSON.stringify(full.body) : "";
        response.writeHead(full.status, {
            "request-id": ids.requestId,
            "client-request-id": clientRequestId,
            "x-ms-ags-diagnostic": JSON.stringify({ ServerInfo: { DataCenter: "Simulator" } }),
            ...full.headers,
            ...(hasBody ? { "Content-Type": "application/json;odata.metadata=minimal;charset=utf-8" } : {}),
        });
        if (action?.type === "drip") {
            for (const byte of Buffer.from(text)) {
                response.write(Buffer.from([byte]));
                await pause(action.ms);
            }
        }
        response.end(
            action?.type === "drip" ? "" : action?.type === "truncate" ? text.slice(0, text.length / 2) : text,
        );
    }

    async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const path = (request.url ?? "/").split("?")[0] ?? "/";
        if (path === "/" && request.method === "GET") {
            response.writeHead(200, {
                "Content-Type": "text/html; charset=utf-8",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
            });
            response.end(statusPage(simulator));
            return;
        }
        if (path.startsWith("/simulator/") || path === "/health") {
            await handleControl(request, response, simulator, () => readBody(request));
            return;
        }
        httpCount += 1;
        const ending = await endingOf(request, httpCount);
        await pause(simulator.latencyMs + (ending.action?.type === "delay" ? ending.action.ms : 0));
        await write(response, ending, String(request.headers["client-request-id"] ?? randomUUID()));
    }

    const server = createServer((request, response) => {
        handle(request, response).catch((error: unknown) => {
            response.destroy(error as Error);
        });
    });
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port ?? 0, "127.0.0.1", () => {
            resolve();
        });
    });
    const { port } = server.address() as AddressInfo;

    const simulator: Simulator = {
        url: `http://127.0.0.1:${String(port)}`,
        tenant,
        requests: recorded,
        mode: options.mode ?? "service",
        latencyMs: options.latencyMs ?? 0,
        clearRequests() {
            recorded.length = 0;
            httpCount = 0;
        },
        counts() {
            const writes = recorded.filter(({ method }) => method !== "GET");
            return {
                http: httpCount,
                logical: recorded.length,
                writes: writes.length,
                assigns: writes.filter(({ path }) => path.endsWith("/assign")).length,
            };
        },
        fail(rule) {
            faults.add(rule);
        },
        clearFaults() {
            faults.clear();
        },
        onRequest(next) {
            hook = next;
        },
        close() {
            server.closeAllConnections();
            return new Promise((resolve) =>
                server.close(() => {
                    resolve();
                }),
            );
        },
    };
    return simulator;
}
