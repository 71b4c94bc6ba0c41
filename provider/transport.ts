import type { EnvHttpProxyAgent, RequestInit as ProxiedInit } from "undici";
import { isLoopback } from "./serviceUrl";
import type { Settings } from "./settings";

/** `fetch`, straight or by way of a proxy. */
export type Transport = (url: string | URL, init: RequestInit) => Promise<Response>;

type Undici = typeof import("undici");

/** The status with which a proxy refused to connect to the service; undefined for any other error. */
export function proxyRefusal(error: unknown): number | undefined {
    for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
        const [, status] = /^Proxy response \((\d+)\)/.exec(at.message) ?? [];
        if (status !== undefined) {
            return Number(status);
        }
    }
    return undefined;
}

/**
 * The way to hosts of the network. What @azure/identity does for sign-in, Node's own `fetch` does not do before Node 24:
 * HTTPS_PROXY, but for the hosts of NO_PROXY. This machine's own addresses are always asked straight. The library is
 * loaded with the first request that needs it.
 */
export function createTransport({ proxy, noProxy }: Settings): Transport {
    if (proxy === undefined) {
        return (url, init) => fetch(url, init);
    }
    let loaded: Promise<{ undici: Undici; dispatcher: EnvHttpProxyAgent }> | undefined;
    const load = async () => {
        const undici = await import("undici");
        const address = proxy.reveal();
        const dispatcher = new undici.EnvHttpProxyAgent({
            httpProxy: address,
            httpsProxy: address,
            noProxy: noProxy ?? "",
        });
        return { undici, dispatcher };
    };
    return async (url, init) => {
        if (isLoopback(new URL(url).hostname)) {
            return fetch(url, init);
        }
        const { undici, dispatcher } = await (loaded ??= load());
        // Node's own types are those of an older copy of the same library.
        return undici.fetch(url, { ...(init as unknown as ProxiedInit), dispatcher });
    };
}
