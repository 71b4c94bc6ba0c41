import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { selfSigned } from "./certificate";

/** A form that was posted to the token endpoint. */
export interface TokenRequest {
    readonly path: string;
    readonly form: Readonly<Record<string, string>>;
}

export interface TokenAnswer {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    /** Objects are sent as JSON. */
    readonly body: unknown;
}

/** Entra on loopback: OpenID discovery and the token endpoint, over TLS with a certificate of its own. */
export interface Authority {
    /** `https://127.0.0.1:<port>`. */
    readonly url: string;
    /** The certificate that a client has to trust (NODE_EXTRA_CA_CERTS), as PEM. */
    readonly certificate: string;
    /** Every path asked for, in order. */
    readonly paths: string[];
    readonly requests: TokenRequest[];
    /** Decides each token request; a promise that never ends is a service that hangs. */
    answer: (request: TokenRequest) => TokenAnswer | Promise<TokenAnswer>;
    close(): Promise<void>;
}

/** Entra's answer with a token. */
export function granted(token: string, expiresInSeconds = 3_599): TokenAnswer {
    return {
        status: 200,
        body: {
            token_type: "Bearer",
            expires_in: expiresInSeconds,
            ext_expires_in: expiresInSeconds,
            access_token: token,
        },
    };
}

/** Entra's refusal, in its own form: the code stands in the description, and ids and a time follow it. */
export function refused(code: number, text: string, status = 401): TokenAnswer {
    const [trace, correlation] = [randomUUID(), randomUUID()];
    const timestamp = "2026-11-22 10:00:00Z";
    return {
        status,
        body: {
            error: status === 401 ? "invalid_client" : "invalid_request",
            error_description: `AADSTS${String(code)}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
            error_codes: [code],
            timestamp,
            trace_id: trace,
            correlation_id: correlation,
        },
    };
}

export async function startAuthority(): Promise<Authority> {
    const { certificate, privateKey } = selfSigned("ec");
    const key = privateKey.export({ type: "pkcs8", format: "pem" });
    const paths: string[] = [];
    const requests: TokenRequest[] = [];
    const server = createServer({ cert: certificate, key }, (request, response) => {
        void serve(request, response);
    });
    const authority: Authority = {
        get url() {
            return `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
        },
        certificate,
        paths,
        requests,
        answer: () => granted("token"),
        close: () => closed(server),
    };

    async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const path = request.url ?? "/";
        paths.push(path);
        const tenant = /^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration/.exec(path)?.[1];
        if (tenant !== undefined) {
            send(response, { status: 200, body: discovery(authority.url, tenant) });
        } else if (request.method === "POST" && /^\/[^/]+\/oauth2\/v2\.0\/token/.test(path)) {
            const tokenRequest = { path, form: Object.fromEntries(new URLSearchParams(await bodyOf(request))) };
            requests.push(tokenRequest);
            send(response, await authority.answer(tokenRequest));
        } else {
            send(response, { status: 404, body: "not found" });
        }
    }

    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return authority;
}

function discovery(url: string, tenant: string): unknown {
    return {
        issuer: `${url}/${tenant}/v2.0`,
        authorization_endpoint: `${url}/${tenant}/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/${tenant}/oauth2/v2.0/token`,
        end_session_endpoint: `${url}/${tenant}/oauth2/v2.0/logout`,
        jwks_uri: `${url}/${tenant}/discovery/v2.0/keys`,
        response_types_supported: ["code", "id_token"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
    };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) {
        chunks.push(chunk as Uint8Array);
    }
    return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, headers, body }: TokenAnswer): void {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const type = typeof body === "string" ? "text/html" : "application/json";
    response.writeHead(status, { "content-type": type, ...headers }).end(text);
}

function closed(server: Server): Promise<void> {
    server.closeAllConnections();
    return new Promise((resolve) => {
        server.close(() => {
            resolve();
        });
    });
}
