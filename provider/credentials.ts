/**
 * The one place that knows @azure/identity. It is loaded when the first token is due: that takes longer than everything
 * else the provider does at its start, and a run with a ready token or an error in its settings never needs it.
 */
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import type { ClientSecretCredentialOptions, TokenCredential } from "@azure/identity";
import { currentAssertion, type AssertionDeps } from "./assertion";
import { checkCertificateFile } from "./certificateFile";
import { clouds, isMicrosoftAuthority } from "./clouds";
import { missingCredentials, type CredentialSettings } from "./credentialSettings";
import { AuthenticationError, IntuneError } from "./errors";
import { ExchangeWitness } from "./exchangeWitness";
import { Secret } from "./secret";
import type { Settings } from "./settings";
import { signInFailure, type SignInFacts, type Signer } from "./signInFailure";

export interface TokenSource {
    /**
     * A bearer token that is good for some minutes. `fresh`: the service refused the last one, so get another.
     * An aborted signal ends the wait of this caller alone.
     */
    token(options?: { fresh?: boolean; signal?: AbortSignal }): Promise<string>;
}

export interface TokenSourceDeps {
    now?(): number;
    sleep?(ms: number, signal?: AbortSignal): Promise<void>;
    /** The first wait before a failed exchange with the authority is repeated. */
    readonly retryDelayMs?: number;
}

/** Tokens are replaced this long before they end, or after half of a shorter life. */
const renewAheadMs = 5 * 60_000;

/** Callers that saw a 401 with the same token come one after the other; one new token is for all of them. */
const freshForMs = 10_000;

export function tokenSource(settings: Settings, deps: TokenSourceDeps = {}): TokenSource {
    const { credentials } = settings;
    switch (credentials.method) {
        case "none":
            return { token: () => Promise.reject(missingCredentials(credentials)) };
        case "accessToken":
            return readyToken(credentials);
        default:
            return renewedToken(new SignIn(credentials, settings, deps), deps.now ?? Date.now);
    }
}

function readyToken({ accessToken, chosenBy }: Extract<CredentialSettings, { method: "accessToken" }>): TokenSource {
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

function renewedToken(signIn: SignIn, now: () => number): TokenSource {
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

/** What the default chain reads from the environment by itself. */
const chainSecrets = ["AZURE_CLIENT_SECRET", "AZURE_CLIENT_CERTIFICATE_PASSWORD", "AZURE_PASSWORD"];

type IdentityOptions = ClientSecretCredentialOptions;
type Given = Awaited<ReturnType<TokenCredential["getToken"]>>;

/** Signs in by the one way that is configured, and turns every failure into a message without secrets. */
class SignIn {
    private readonly scope: string;
    private readonly timeoutMs: number;
    private readonly retryDelayMs: number;
    private readonly assertionDeps: AssertionDeps;
    private readonly witness = new ExchangeWitness();
    private credential: TokenCredential | undefined;
    private assertion: Promise<string> | undefined;
    private assertionFailure: unknown;
    private lastAssertion: Secret | undefined;

    constructor(
        private readonly signer: Signer,
        settings: Settings,
        deps: TokenSourceDeps,
    ) {
        this.scope = clouds[settings.cloud].scope;
        this.timeoutMs = settings.requestTimeoutMs;
        this.retryDelayMs = deps.retryDelayMs ?? 500;
        this.assertionDeps = {
            sleep: async (ms) => (deps.sleep ? deps.sleep(ms) : wait(ms)),
            requestTimeoutMs: settings.requestTimeoutMs,
        };
    }

    async token(fresh: boolean): Promise<NonNullable<Given>> {
        this.witness.forget();
        this.assertion = undefined;
        this.assertionFailure = undefined;
        try {
            const given = await this.withinDeadline(this.ask(fresh));
            if (given === null) {
                throw signInFailure(this.signer, this.facts());
            }
            return given;
        } catch (error: unknown) {
            // The next try starts afresh: the library's client remembers some failures.
            this.credential = undefined;
            const own = [error, this.assertionFailure].find((candidate) => IntuneError.isInstance(candidate));
            throw own ?? signInFailure(this.signer, { ...this.facts(), reasons: reasonsOf(error) });
        }
    }

    private async ask(fresh: boolean): Promise<Given> {
        if (this.signer.method === "certificate") {
            await checkCertificateFile(this.signer);
        }
        // Only a new credential forgets the token that the service refused.
        this.credential = fresh ? this.create() : (this.credential ?? this.create());
        return this.credential.getToken(this.scope);
    }

    /** The library has no deadline, and its retries have none either. */
    private async withinDeadline<T>(work: Promise<T>): Promise<T> {
        const ended = new AbortController();
        const deadline = wait(this.timeoutMs, undefined, { signal: ended.signal }).then(() => {
            throw signInFailure(this.signer, { ...this.facts(), timedOutMs: this.timeoutMs });
        });
        try {
            return await Promise.race([work, deadline]);
        } finally {
            ended.abort();
            await deadline.catch(() => undefined);
        }
    }

    private create(): TokenCredential {
        const identity = createRequire(__filename)("@azure/identity") as typeof import("@azure/identity");
        const { signer } = this;
        switch (signer.method) {
            case "clientSecret":
                return new identity.ClientSecretCredential(
                    signer.tenantId,
                    signer.clientId,
                    signer.clientSecret.reveal(),
                    this.options(signer.authority),
                );
            case "certificate":
                return new identity.ClientCertificateCredential(
                    signer.tenantId,
                    signer.clientId,
                    {
                        certificatePath: signer.path,
                        ...(signer.password && { certificatePassword: signer.password.reveal() }),
                    },
                    this.options(signer.authority),
                );
            case "oidc":
                return new identity.ClientAssertionCredential(
                    signer.tenantId,
                    signer.clientId,
                    () => this.assertionOf(signer),
                    this.options(signer.authority),
                );
            case "managedIdentity":
                return new identity.ManagedIdentityCredential(signer.clientId ? { clientId: signer.clientId } : {});
            case "cli":
                return new identity.AzureCliCredential({
                    // Later than our own deadline, so that ours tells what happened.
                    processTimeoutInMs: this.timeoutMs + 1_000,
                    ...(signer.tenantId && { tenantId: signer.tenantId }),
                });
            case "default":
                return new identity.DefaultAzureCredential({
                    ...this.options(signer.authority),
                    ...(signer.tenantId && { tenantId: signer.tenantId }),
                    ...(signer.clientId && { managedIdentityClientId: signer.clientId }),
                });
            default:
                return signer satisfies never;
        }
    }

    private options(authority: string): IdentityOptions {
        return {
            authorityHost: authority,
            disableInstanceDiscovery: !isMicrosoftAuthority(authority),
            // Secrets and assertions go to the configured authority and nowhere else.
            redirectOptions: { maxRetries: 0 },
            retryOptions: { maxRetries: 2, retryDelayInMs: this.retryDelayMs },
            additionalPolicies: [{ policy: this.witness, position: "perRetry" }],
        };
    }

    /** The library asks twice a sign-in, and keeps no more of a failure than its message. */
    private assertionOf({ assertion }: Extract<Signer, { method: "oidc" }>): Promise<string> {
        this.assertion ??= currentAssertion(assertion, this.assertionDeps).then(
            (secret) => {
                this.lastAssertion = secret;
                return secret.reveal();
            },
            (error: unknown) => {
                this.assertionFailure = error;
                throw error;
            },
        );
        return this.assertion;
    }

    private facts(): SignInFacts {
        const { refusal, status, network } = this.witness;
        const own = [...Object.values(this.signer), this.lastAssertion].filter((value) => value instanceof Secret);
        const ambient = this.signer.method === "default" ? chainSecrets.map((name) => process.env[name]) : [];
        const secrets = [...own.map((secret) => secret.reveal()), ...ambient.filter((value) => value !== undefined)];
        return { refusal, status, network, reasons: [], secrets };
    }
}

/** The members of a chain have a reason each. */
function reasonsOf(error: unknown): string[] {
    const { errors } = error as { errors?: unknown };
    const all: readonly unknown[] = Array.isArray(errors) ? errors : [error];
    return all.map((each) => (each instanceof Error ? each.message : String(each)));
}
