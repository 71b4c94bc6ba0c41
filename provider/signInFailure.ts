import type { CredentialSettings } from "./credentialSettings";
import { AuthenticationError } from "./errors";

/** A way to sign in that asks somebody else for a token. */
export type Signer = Exclude<CredentialSettings, { method: "none" | "accessToken" }>;

/** What is known about a sign-in that gave no token. Texts may hold anything; only `signInFailure` makes them fit to print. */
export interface SignInFacts {
    /** Entra's own refusal, as it stood in the answer. */
    readonly refusal?: Refusal | undefined;
    /** The status of an answer that was neither a token nor a refusal. */
    readonly status?: number | undefined;
    /** A transport error's code, such as ENOTFOUND. */
    readonly network?: string | undefined;
    readonly timedOutMs?: number | undefined;
    /** What the credential library says, used when nothing above is known. */
    readonly reasons: readonly string[];
    /** Values that must not be printed. */
    readonly secrets: readonly string[];
}

export interface Refusal {
    readonly code?: number | undefined;
    readonly text: string;
    readonly traceId?: string | undefined;
}

const federatedCredential =
    "Add a federated credential to the app whose issuer, subject and audience are exactly those of the token.";
const whichApp = "Check the client ID, the tenant ID and intune:environment.";

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const remedies: ReadonlyMap<number, string> = new Map([
    [7000215, "Set the secret's value, not its ID, and check that it belongs to this app."],
    [7000222, "The secret has expired: add a new one to the app and set that."],
    [7000112, "Enable the app (enterprise application) in the tenant."],
    [700016, `${whichApp} The app must be known in that tenant.`],
    [90002, "Check the tenant ID and intune:environment."],
    [900023, "Check the tenant ID and intune:environment."],
    [500011, "Check intune:environment: the tenant may be in another cloud."],
    [700027, "Upload this certificate's public part to the app, or set the certificate that is there."],
    [700024, "The assertion is not valid at this time: fetch the token nearer to its use and check the clock."],
    [70021, federatedCredential],
    [700211, federatedCredential],
    [700212, federatedCredential],
    [700213, federatedCredential],
    [53003, "Conditional Access blocks this app: allow it, or run from a location that is allowed."],
]);

const defaultRemedies: Readonly<Record<Signer["method"], string>> = {
    clientSecret: whichApp,
    certificate: whichApp,
    oidc: `${whichApp} ${federatedCredential}`,
    managedIdentity:
        "Check that this machine has a managed identity; for a user-assigned one set intune:clientId to its client ID.",
    cli: "Run `az login --allow-no-subscriptions`, and check with `az account get-access-token`.",
    default: "Set up one member of the chain, or choose one way to sign in instead (docs/authentication.md).",
};

/** One line that stands alone: who could not sign in, which setting chose that way, why, what to do next. */
export function signInFailure(signer: Signer, facts: SignInFacts): AuthenticationError {
    const [why, next] = explain(signer, facts);
    return new AuthenticationError(
        `Sign-in failed: ${subjectOf(signer)} (chosen by ${signer.chosenBy}): ${why} ${next}`,
    );
}

function subjectOf(signer: Signer): string {
    switch (signer.method) {
        case "clientSecret":
            return `client secret of app ${signer.clientId} in tenant ${signer.tenantId}`;
        case "certificate":
            return `certificate of app ${signer.clientId} in tenant ${signer.tenantId}`;
        case "oidc":
            return `OIDC token (${signer.assertion.name}) for app ${signer.clientId} in tenant ${signer.tenantId}`;
        case "managedIdentity":
            return signer.clientId === undefined ? "managed identity" : `managed identity ${signer.clientId}`;
        case "cli":
            return "Azure CLI";
        case "default":
            return "default chain of @azure/identity";
        default:
            return signer satisfies never;
    }
}

function explain(signer: Signer, facts: SignInFacts): [why: string, next: string] {
    const { refusal, network, status, timedOutMs, reasons, secrets } = facts;
    const where = "authority" in signer ? new URL(signer.authority).host : "the token service";
    const remedy = defaultRemedies[signer.method];
    if (timedOutMs !== undefined) {
        const next =
            "authority" in signer
                ? `Check that ${where} can be reached, and HTTPS_PROXY where there is a proxy.`
                : remedy;
        return [`no answer within ${String(timedOutMs / 1000)} s.`, next];
    }
    if (refusal !== undefined) {
        const trace = refusal.traceId === undefined ? "" : ` (trace id ${refusal.traceId})`;
        return [sentence(refusal.text, secrets), `${remedies.get(refusal.code ?? 0) ?? remedy}${trace}`];
    }
    if (network !== undefined) {
        return [`${where} can't be reached (${network}).`, networkRemedy(network)];
    }
    if (status !== undefined) {
        return [
            `${where} answered ${String(status)} without a token.`,
            "Check that this address is a login authority.",
        ];
    }
    const told = reasons.map((reason) => sentence(reason, secrets)).filter((reason) => reason !== "");
    return [told.length > 0 ? told.join(" ") : "no token was given.", remedy];
}

function networkRemedy(code: string): string {
    return /CERT|SIGNATURE/.test(code)
        ? "Its TLS certificate is not trusted here: set NODE_EXTRA_CA_CERTS to the file of the issuing authority."
        : "Check the network, HTTPS_PROXY where there is a proxy, intune:environment and AZURE_AUTHORITY_HOST.";
}

const longestText = 400;

/** One printable sentence without secrets, tokens, trailing ids or links. */
function sentence(text: string, secrets: readonly string[]): string {
    // A parser's message quotes what it read, and that may be a token.
    if (/\bJSON\b/.test(text)) {
        return "the answer was not JSON.";
    }
    let clean = text;
    for (const secret of secrets.filter((value) => value.length >= 4)) {
        for (const form of [secret, encodeURIComponent(secret), encodeURIComponent(secret).replaceAll("%20", "+")]) {
            clean = clean.replaceAll(form, "[secret]");
        }
    }
    clean = clean
        .replace(/^.* - Description: (.*?) - Correlation ID.*$/s, "$1")
        .replace(/eyJ[\w-]{5,}(\.[\w-]*)*/g, "[token]")
        .replace(/[\p{Cc}\s]+/gu, " ")
        .replace(/ (Trace ID:|Correlation ID:|To troubleshoot|To mitigate|See https:|Message: network_error).*$/, "")
        .trim();
    const short = clean.length > longestText ? `${clean.slice(0, longestText)}...` : clean;
    return short === "" || /[.!?]$/.test(short) ? short : `${short}.`;
}
