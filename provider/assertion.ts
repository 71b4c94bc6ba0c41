import { createReadStream } from "node:fs";
import type { AssertionSource } from "./credentialSettings";
import { AuthenticationError } from "./errors";
import { Secret } from "./secret";
import type { Transport } from "./transport";

export interface AssertionDeps {
    sleep(ms: number): Promise<void>;
    readonly requestTimeoutMs: number;
    readonly transport: Transport;
}

/** Far above any real token: a file or an answer beyond it is something else. */
const largestBytes = 64 * 1024;

/** Waits before the second and third try of a request for a token; asking again has no effect on the issuer. */
const retryDelaysMs = [500, 2_000];

/** The federated token as it is now: files are read and requests are made anew each time, for these tokens live minutes. */
export async function currentAssertion(source: AssertionSource, deps: AssertionDeps): Promise<Secret> {
    switch (source.type) {
        case "token":
            return source.token;
        case "file":
            return tokenIn(await fileText(source), source);
        case "request":
            return tokenIn(requestedToken(await answerText(source, deps), source), source);
        default:
            return source satisfies never;
    }
}

type FileSource = Extract<AssertionSource, { type: "file" }>;
type RequestSource = Extract<AssertionSource, { type: "request" }>;

function failure(what: string, next: string): AuthenticationError {
    return new AuthenticationError(`Sign-in failed: ${what}. ${next}`);
}

function tokenIn(text: string, source: AssertionSource): Secret {
    const token = text.trim();
    if (!/^[\x21-\x7e]+$/.test(token)) {
        throw failure(
            `what ${source.name} points to is no OIDC token`,
            "Check that it holds one token and nothing else.",
        );
    }
    return new Secret(token);
}

async function fileText({ name, path }: FileSource): Promise<string> {
    try {
        return await textOf(createReadStream(path));
    } catch (error: unknown) {
        throw failure(
            `the OIDC token file of ${name} can't be read (${reasonOf(error)})`,
            `Check that ${path} exists, may be read and holds the token alone.`,
        );
    }
}

async function answerText(source: RequestSource, deps: AssertionDeps): Promise<string> {
    for (let attempt = 0; ; attempt += 1) {
        const answer = await ask(source, deps);
        const delayMs = retryDelaysMs[attempt];
        if ("text" in answer) {
            return answer.text;
        }
        if (!answer.transient || delayMs === undefined) {
            throw failure(
                `the request for an OIDC token to ${new URL(source.url).host} (${source.name}) ${answer.problem}`,
                "On GitHub Actions give the job `permissions: id-token: write`; runs for forks get no token.",
            );
        }
        await deps.sleep(delayMs);
    }
}

type Answer = { readonly text: string } | { readonly problem: string; readonly transient: boolean };

async function ask({ url, token, audience }: RequestSource, deps: AssertionDeps): Promise<Answer> {
    const target = new URL(url);
    target.searchParams.set("audience", audience);
    try {
        const response = await deps.transport(target, {
            headers: { accept: "application/json", authorization: `Bearer ${token.reveal()}` },
            // The request's own token must go nowhere else.
            redirect: "manual",
            signal: AbortSignal.timeout(deps.requestTimeoutMs),
        });
        if (response.status === 200 && response.body !== null) {
            return { text: await textOf(response.body) };
        }
        await response.body?.cancel();
        const transient = response.status === 429 || response.status >= 500;
        return { problem: `was answered with ${String(response.status)}`, transient };
    } catch (error: unknown) {
        return { problem: `failed (${reasonOf(error)})`, transient: !(error instanceof TooLarge) };
    }
}

function requestedToken(text: string, source: RequestSource): string {
    const value = valueOf(text);
    if (typeof value !== "string") {
        throw failure(
            `the answer of ${new URL(source.url).host} (${source.name}) holds no OIDC token`,
            "Check the address.",
        );
    }
    return value;
}

function valueOf(json: string): unknown {
    try {
        return (JSON.parse(json) as { value?: unknown } | null)?.value;
    } catch {
        return undefined;
    }
}

class TooLarge extends Error {
    readonly code = "too large for a token";
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const parts: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of chunks) {
        bytes += chunk.length;
        if (bytes > largestBytes) {
            throw new TooLarge();
        }
        parts.push(chunk);
    }
    return Buffer.concat(parts).toString("utf8");
}

/** A code such as ENOENT or ECONNREFUSED, never a message: that might quote what was read. */
function reasonOf(error: unknown): string {
    const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
    return [code, cause?.code, name].find((reason) => typeof reason === "string") ?? "no reason given";
}
