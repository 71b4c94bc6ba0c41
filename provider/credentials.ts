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
import { missingCredentials } from "./credentialSettings";
import { IntuneError } from "./errors";
import { ExchangeWitness } from "./exchangeWitness";
import { Secret } from "./secret";
import type { Settings } from "./settings";
import { signInFailure, type SignInFacts, type Signer } from "./signInFailure";
import { createTransport } from "./transport";
import { readyToken, renewedToken, type TokenSource } from "./tokenSource";

export type { TokenSource } from "./tokenSource";

export interface TokenSourceDeps {
    now?(): number;
    sleep?(ms: number, signal?: AbortSignal): Promise<void>;
    /** The first wait before a failed exchange with the authority is repeated. */
    readonly retryDelayMs?: number;
}

export function tokenSource(settings: Settings, deps: TokenSourceDeps = {}): TokenSource {
    const { credentials } = settings;
    switch (credentials.method) {
        case "none":
            return { token: () => Promise.reject(missingCredentials(credentials)) };
        case "accessToken":
            return readyToken(credentials.accessToken, credentials.chosenBy);
        default:
            return renewedToken(new SignIn(credentials, settings, deps), () => deps.now?.() ?? Date.now());
    }
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
            transport: createTransport(settings),
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
        const fields: readonly unknown[] = [...Object.values<unknown>({ ...this.signer }), this.lastAssertion];
        const own = fields.filter((value) => value instanceof Secret);
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
