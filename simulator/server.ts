import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { handleControl, isControlPath } from "./control";
import { createExchange, pause } from "./exchange";
import { createFaults } from "./faults";
import { createGate } from "./gate";
import { readRequest } from "./incoming";
import type { RequestHook, Simulator, SimulatorOptions } from "./options";
import { writeEnding } from "./outgoing";
import { createReadLag } from "./readLag";
import { RequestLog } from "./requestLog";
import { keepState, loadState, type Flush } from "./stateFile";
import { statusPage } from "./statusPage";
import { Tenant } from "./tenant";
import { emptyTenant } from "./tenantState";

const host = "127.0.0.1";
const defaultPageSize = 100;

async function openTenant({ state, initialState }: SimulatorOptions): Promise<{ tenant: Tenant; flush: Flush }> {
    if (typeof state !== "string") {
        return { tenant: new Tenant(state), flush: () => Promise.resolve() };
    }
    const tenant = new Tenant(loadState(state) ?? initialState ?? emptyTenant);
    return { tenant, flush: await keepState(tenant, state) };
}

async function listen(server: Server, port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
        server.once("error", (error: NodeJS.ErrnoException) => {
            reject(
                error.code === "EADDRINUSE"
                    ? new Error(`Port ${String(port)} of ${host} is taken. Choose another one, or 0 for a free one.`)
                    : error,
            );
        });
        server.listen(port, host, resolve);
    });
    return (server.address() as AddressInfo).port;
}

/** The name the client calls this machine by, so that next links lead where it came from. */
function rootOf(request: IncomingMessage, port: number): string {
    const name = /^(?<name>localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.exec(request.headers.host ?? "")?.groups?.[
        "name"
    ];
    return `http://${name ?? host}:${String(port)}`;
}

function sendPage(response: ServerResponse, page: string): void {
    response.writeHead(200, {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
    });
    response.end(page);
}

/**
 * Starts a Microsoft Graph for the Intune assignment families on 127.0.0.1. Errors: the port is taken, the state file
 * can't be read.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
    const { tenant, flush } = await openTenant(options);
    const lag = createReadLag(tenant, options.readLagMs ?? 0);
    const faults = createFaults(options.random);
    const gate = createGate(options);
    const log = new RequestLog();
    let hook: RequestHook | undefined;

    const exchange = createExchange({
        faults,
        gate,
        log,
        hook: () => hook,
        context: (root) => ({
            tenant,
            mode: simulator.mode,
            pageSize: options.pageSize ?? defaultPageSize,
            root,
            visibleRows: (family, policy) => lag.rows(family, policy),
            isKnownGroup: (id) => lag.isKnownGroup(id),
        }),
    });

    async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const [pathname = "/", query] = (request.url ?? "/").split("?");
        if (pathname === "/" && request.method === "GET") {
            sendPage(response, statusPage(simulator, new URLSearchParams(query)));
            return;
        }
        if (isControlPath(pathname)) {
            await handleControl(request, response, simulator);
            return;
        }
        const { logical, refused } = await readRequest(request, log.nextHttp(), options.tokens);
        const ending = refused
            ? exchange.refuse(logical, refused)
            : await exchange.serve(logical, rootOf(request, port));
        await pause(simulator.latencyMs + (ending.action?.type === "delay" ? ending.action.ms : 0));
        await writeEnding(response, ending, logical.ids);
    }

    const server = createServer((request, response) => {
        // A client that went away in the middle is no concern of ours; a hook that threw shows as a lost connection.
        handle(request, response).catch(() => {
            response.destroy();
        });
    });
    server.keepAliveTimeout = 60_000;
    const port = await listen(server, options.port ?? 0);

    const simulator: Simulator = {
        url: `http://${host}:${String(port)}`,
        tenant,
        requests: log.records,
        mode: options.mode ?? "service",
        latencyMs: options.latencyMs ?? 0,
        clearRequests: () => {
            log.clear();
        },
        counts: () => log.counts(),
        fail: (rule) => {
            faults.add(rule);
        },
        clearFaults: () => {
            faults.clear();
        },
        clearThrottle: () => {
            gate.clearThrottle();
        },
        onRequest: (next) => {
            hook = next;
        },
        approvals: () => gate.approvals.list(),
        approve: (code) => gate.approvals.approve(code),
        close: async () => {
            server.closeAllConnections();
            await new Promise<void>((resolve) => {
                server.close(() => {
                    resolve();
                });
            });
            await flush();
        },
    };
    return simulator;
}
