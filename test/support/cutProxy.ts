import { createServer, request as send, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A moment of a run: before an HTTP request reaches the service, or after its answer left it. */
export interface Moment {
    /** Number of the HTTP request, from 0. */
    readonly request: number;
    readonly when: "before" | "after";
}

/** What becomes of the request: `cut` closes the client's connection at this moment. */
type Fate = "goOn" | "cut";

/** Stands between a provider and a service, and lets a test act around every HTTP request. */
export interface CutProxy {
    readonly url: string;
    /** Starts to count from 0. */
    watch(act: (moment: Moment) => Fate): void;
    /** Requests since the last `watch`. */
    count(): number;
    /** Resolves when no request has been under way for this long. */
    quiet(ms: number): Promise<void>;
    close(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) {
        chunks.push(chunk);
    }
    return Buffer.concat(chunks);
}

function forward(incoming: IncomingMessage, body: Buffer, target: string): Promise<IncomingMessage> {
    return new Promise((answered, failed) => {
        const { method, url, headers } = incoming;
        send(new URL(url ?? "/", target), { ...(method === undefined ? {} : { method }), headers }, answered)
            .on("error", failed)
            .end(body);
    });
}

/** Starts a proxy before the service at `target`. */
export async function startCutProxy(target: string): Promise<CutProxy> {
    let count = 0;
    let underWay = 0;
    let lastMs = 0;
    let act: (moment: Moment) => Fate = () => "goOn";

    const server: Server = createServer((incoming, outgoing) => {
        const request = count++;
        underWay += 1;
        void (async () => {
            const body = await bodyOf(incoming);
            if (act({ request, when: "before" }) === "cut") {
                outgoing.destroy();
                return;
            }
            const answer = await forward(incoming, body, target);
            const text = await bodyOf(answer);
            if (act({ request, when: "after" }) === "cut") {
                outgoing.destroy();
                return;
            }
            outgoing.writeHead(answer.statusCode ?? 502, answer.headers).end(text);
        })()
            .catch(() => outgoing.destroy())
            .finally(() => {
                underWay -= 1;
                lastMs = performance.now();
            });
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));

    return {
        // Graph's own links name the host they were asked by, so paging stays on the proxy.
        url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
        watch(next) {
            count = 0;
            act = next;
        },
        count: () => count,
        async quiet(ms) {
            while (underWay > 0 || performance.now() - lastMs < ms) {
                await new Promise((resolve) => setTimeout(resolve, 10));
            }
        },
        close: () =>
            new Promise((closed) => {
                server.closeAllConnections();
                server.close(() => {
                    closed();
                });
            }),
    };
}
