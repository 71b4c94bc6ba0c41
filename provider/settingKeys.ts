import { clouds, type CloudName } from "./clouds";
import { Secret } from "./secret";
import { parseServiceUrl } from "./serviceUrl";

/** Where settings come from. An empty or blank text counts as not set. */
export interface SettingsSource {
    /** A value of the stack's configuration, by its key without namespace, such as `endpoint`. */
    get(key: string): string | undefined;
    readonly env: Record<string, string | undefined>;
}

/** A problem reads on after the setting's name: `is "v2"; write "beta" or "v1.0"`. It never quotes what may be secret. */
type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** One row of the table: a setting, its other names and what it may hold. */
interface SettingKey<T> {
    /** Environment variables in order of precedence, after the stack's configuration. */
    readonly env: readonly string[];
    readonly secret: boolean;
    /** False: the environment only. */
    readonly config: boolean;
    readonly parse: (text: string) => Parsed<T>;
}

function plain<T>(env: readonly string[], parse: (text: string) => Parsed<T>): SettingKey<T> {
    return { env, secret: false, config: true, parse };
}

function secret(env: readonly string[], parse: (text: string) => Parsed<Secret>): SettingKey<Secret> {
    return { env, secret: true, config: true, parse };
}

/** Blanks may be part of a password. */
const asPassword = (text: string): Parsed<Secret> => ({ value: new Secret(text) });
/** Entra's client secrets hold no blanks; a line break at the end came with the pipe that set it. */
const asClientSecret = (text: string): Parsed<Secret> => ({ value: new Secret(text.trim()) });
const asText = (text: string): Parsed<string> => ({ value: text.trim() });
const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

function oneOf<T extends string>(...allowed: readonly T[]): (text: string) => Parsed<T> {
    return (text) => {
        const value = allowed.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase());
        const list = allowed.map((candidate) => `"${candidate}"`).join(" or ");
        return value === undefined ? { problem: `is ${quoted(text)}; write ${list}` } : { value };
    };
}

const booleans: Readonly<Record<string, boolean>> = { true: true, "1": true, false: false, "0": false };

function asBoolean(text: string): Parsed<boolean> {
    const value = booleans[text.trim().toLowerCase()];
    return value === undefined ? { problem: `is ${quoted(text)}; write true or false` } : { value };
}

/** A day; well below the 24.8 days at which a timer overflows and fires at once. */
const longestSeconds = 86_400;

function asMilliseconds(text: string): Parsed<number> {
    const seconds = /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : 0;
    const value = Math.round(seconds * 1000);
    return value > 0 && seconds <= longestSeconds
        ? { value }
        : { problem: `is ${quoted(text)}; write a number of seconds above 0, at most ${String(longestSeconds)}` };
}

function asGraphRoot(text: string): Parsed<string> {
    const parsed = parseServiceUrl(text.trim(), { plainOnLoopback: true, query: false });
    if ("problem" in parsed) {
        return {
            problem: `${parsed.problem}; write the root of Graph, such as https://graph.microsoft.com (http: only for 127.0.0.1, [::1] or localhost)`,
        };
    }
    const root = parsed.url.href.replace(/\/+$/, "");
    const version = /\/(beta|v1\.0)$/i.exec(root)?.[1]?.toLowerCase();
    return version === undefined
        ? { value: root }
        : { problem: `ends in a version; leave "/${version}" out and set intune:apiVersion to "${version}"` };
}

function asAuthority(text: string): Parsed<string> {
    const parsed = parseServiceUrl(text.trim(), { plainOnLoopback: false, query: false });
    const remedy = "write a bare login host, such as https://login.microsoftonline.com";
    if ("problem" in parsed) {
        return { problem: `${parsed.problem}; ${remedy}` };
    }
    return parsed.url.pathname === "/"
        ? { value: parsed.url.origin }
        : { problem: `has a path behind the host; ${remedy}` };
}

function asOidcRequestUrl(text: string): Parsed<string> {
    const parsed = parseServiceUrl(text.trim(), { plainOnLoopback: true, query: true });
    return "problem" in parsed
        ? { problem: `${parsed.problem}; write the https: address that GitHub gives as ACTIONS_ID_TOKEN_REQUEST_URL` }
        : { value: parsed.url.href };
}

function asTenant(text: string): Parsed<string> {
    return /^[0-9a-z][0-9a-z.-]*$/i.test(text.trim())
        ? { value: text.trim() }
        : { problem: "is no tenant; write the directory (tenant) ID, a GUID, or one of its domain names" };
}

function asClientId(text: string): Parsed<string> {
    return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text.trim())
        ? { value: text.trim() }
        : { problem: "is no GUID; write the application (client) ID" };
}

/** A token goes into a header and must not break out of it. */
function asToken(text: string): Parsed<Secret> {
    return /^[\x21-\x7e]+$/.test(text.trim())
        ? { value: new Secret(text.trim()) }
        : { problem: 'holds blanks or unprintable characters; write the bare token, without "Bearer"' };
}

const longestJustification = 1024;

function asJustification(text: string): Parsed<string> {
    return text.length <= longestJustification
        ? { value: text }
        : { problem: `is ${String(text.length)} characters long; write at most ${String(longestJustification)}` };
}

/** A bare `host:port` is an http: proxy, as other tools read it. */
function asProxy(text: string): Parsed<Secret> {
    const address = text.trim().includes("://") ? text.trim() : `http://${text.trim()}`;
    return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol)
        ? { value: new Secret(address) }
        : { problem: "is no address of a proxy; write one such as http://proxy.example.com:8080" };
}

/** Every setting. The property name is the key in the stack's configuration: `pulumi config set intune:<key>`. */
export const settingKeys = {
    environment: plain(["ARM_ENVIRONMENT"], oneOf(...(Object.keys(clouds) as CloudName[]))),
    endpoint: plain(["INTUNE_ENDPOINT"], asGraphRoot),
    apiVersion: plain(["INTUNE_API_VERSION"], oneOf("beta", "v1.0")),
    writeMode: plain([], oneOf("auto", "collection", "reference", "assign")),
    onExisting: plain([], oneOf("adoptIfEqual", "takeOver", "refuse")),
    liveDiff: plain([], asBoolean),
    pacing: plain(["INTUNE_PACING"], oneOf("documented", "off")),
    approvalJustification: plain([], asJustification),
    requestTimeoutSeconds: plain([], asMilliseconds),
    operationTimeoutSeconds: plain([], asMilliseconds),
    accessToken: secret(["INTUNE_ACCESS_TOKEN"], asToken),
    tenantId: plain(["ARM_TENANT_ID", "AZURE_TENANT_ID"], asTenant),
    clientId: plain(["ARM_CLIENT_ID", "AZURE_CLIENT_ID"], asClientId),
    useDefaultAzureCredential: plain(["ARM_USE_DEFAULT_AZURE_CREDENTIAL"], asBoolean),
    clientCertificatePath: plain(["ARM_CLIENT_CERTIFICATE_PATH", "AZURE_CLIENT_CERTIFICATE_PATH"], asText),
    clientCertificatePassword: secret(
        ["ARM_CLIENT_CERTIFICATE_PASSWORD", "AZURE_CLIENT_CERTIFICATE_PASSWORD"],
        asPassword,
    ),
    clientSecret: secret(["ARM_CLIENT_SECRET", "AZURE_CLIENT_SECRET"], asClientSecret),
    useOidc: plain(["ARM_USE_OIDC"], asBoolean),
    oidcToken: secret(["ARM_OIDC_TOKEN"], asToken),
    oidcTokenFilePath: plain(["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"], asText),
    oidcRequestUrl: plain(["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL"], asOidcRequestUrl),
    oidcRequestToken: secret(["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"], asToken),
    oidcAudience: plain(["ARM_OIDC_AUDIENCE"], asText),
    useMsi: plain(["ARM_USE_MSI"], asBoolean),
    useCli: plain(["ARM_USE_CLI"], asBoolean),
    authorityHost: { ...plain(["AZURE_AUTHORITY_HOST"], asAuthority), config: false },
    proxy: { ...secret(["https_proxy", "HTTPS_PROXY"], asProxy), config: false },
    noProxy: { ...plain(["no_proxy", "NO_PROXY"], asText), config: false },
} as const;

export type SettingName = keyof typeof settingKeys;
type ValueOf<K extends SettingName> = (typeof settingKeys)[K] extends SettingKey<infer T> ? T : never;

/** A value and the name the user gave it under, for messages: `intune:endpoint` or `INTUNE_ENDPOINT`. */
export interface Found<T> {
    readonly name: string;
    readonly value: T;
}

export interface ReadSettings {
    readonly found: { readonly [K in SettingName]?: Found<ValueOf<K>> };
    /** Settings that hold something of no use; `problems` says what. */
    readonly invalid: ReadonlySet<SettingName>;
    readonly problems: readonly string[];
}

/** All names of a setting, for remedies: `intune:tenantId (or ARM_TENANT_ID, AZURE_TENANT_ID)`. */
export function allNames(key: SettingName): string {
    const { config, env } = settingKeys[key];
    const names = config ? `intune:${key}` : env.join(", ");
    return config && env.length > 0 ? `${names} (or ${env.join(", ")})` : names;
}

/** Reads every row of the table from the stack's configuration, then from the environment. */
export function readSettings(source: SettingsSource): ReadSettings {
    const found: Record<string, Found<unknown>> = {};
    const invalid = new Set<SettingName>();
    const problems: string[] = [];
    for (const key of Object.keys(settingKeys) as SettingName[]) {
        const given = firstGiven(key, source);
        if (given === undefined) {
            continue;
        }
        const parsed: Parsed<unknown> = settingKeys[key].parse(given.value);
        if ("problem" in parsed) {
            invalid.add(key);
            problems.push(`${given.name} ${parsed.problem}.`);
        } else {
            found[key] = { name: given.name, value: parsed.value };
        }
    }
    return { found, invalid, problems };
}

function firstGiven(key: SettingName, source: SettingsSource): Found<string> | undefined {
    const { config, env } = settingKeys[key];
    const candidates = [
        ...(config ? [{ name: `intune:${key}`, value: source.get(key) }] : []),
        ...env.map((name) => ({ name, value: source.env[name] })),
    ];
    return candidates.find((candidate): candidate is Found<string> => (candidate.value ?? "").trim() !== "");
}
