import { AuthenticationError } from "./errors";
import type { Secret } from "./secret";

export interface TokenSource {
    /**
     * A bearer token that is good for some minutes. `fresh`: the service refused the last one, so get another.
     * An aborted signal ends the wait of this caller alone.
     */
    token(options?: { fresh?: boolean; signal?: AbortSignal }): Promise<string>;
}

/** Signs in and says until when the token is good. `fresh`: whatever was remembered is of no use. */
export interface SignIn {
    token(fresh: boolean): Promise<{ readonly token: string; readonly expiresOnTimestamp: number }>;
}

/** Tokens are replaced this long before they end, or after half of a shorter life. */
const renewAheadMs = 5 * 60_000;

/** Callers that saw a 401 with the same token come one after the other; one new token is for all of them. */
const freshForMs = 10_000;

/** `chosenBy`: the setting that holds the token. */
export function readyToken(accessToken: Secret, chosenBy: string): TokenSource {
    return {
        token: ({ fresh = false, signal } = {}) => {
            if (signal?.aborted === true) {
                return Promise.reject(signal.reason as Error);
            }
            return fresh
                ? Promise.reject(
                      new AuthenticationError(
                          `Sign-in failed: the service refused the token of ${chosenBy} (401), and a ready token can't be renewed. ` +
                              "Set a token that has not ended and was made for this service, or choose another way to sign in.",
                      ),
                  )
                : Promise.resolve(accessToken.reveal());
        },
    };
}

interface Held {
    readonly token: string;
    readonly renewAt: number;
}

/** Keeps a token while it is good, and signs in once for all who wait. */
export function renewedToken(signIn: SignIn, now: () => number): TokenSource {
    let held: Held | undefined;
    let pending: Promise<Held> | undefined;
    let replacedAt = -Infinity;

    async function renew(fresh: boolean): Promise<Held> {
        const { token, expiresOnTimestamp } = await signIn.token(fresh);
        const at = now();
        replacedAt = fresh ? at : replacedAt;
        held = { token, renewAt: Math.max(expiresOnTimestamp - renewAheadMs, (at + expiresOnTimestamp) / 2) };
        return held;
    }

    return {
        async token({ fresh = false, signal } = {}) {
            signal?.throwIfAborted();
            const replace = fresh && now() - replacedAt >= freshForMs;
            if (held !== undefined && !replace && now() < held.renewAt) {
                return held.token;
            }
            pending ??= renew(replace).finally(() => {
                pending = undefined;
            });
            return (await orAborted(pending, signal)).token;
        },
    };
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    if (signal === undefined) {
        return work;
    }
    return new Promise((resolve, reject) => {
        const onAbort = (): void => {
            reject(signal.reason as Error);
        };
        signal.addEventListener("abort", onAbort, { once: true });
        work.then(resolve, reject).finally(() => {
            signal.removeEventListener("abort", onAbort);
        });
    });
}
