import type { Cloud } from "./clouds";
import { ConfigurationError } from "./errors";
import type { Secret } from "./secret";
import { allNames, settingKeys, type Found, type ReadSettings, type SettingName } from "./settingKeys";

/** One complete way to sign in, or none. `chosenBy` is the setting that chose it, by the name the user gave it under. */
export type CredentialSettings =
    | { readonly method: "accessToken"; readonly chosenBy: string; readonly accessToken: Secret }
    | DefaultChain
    | (App & { readonly method: "certificate"; readonly path: string; readonly password?: Secret | undefined })
    | (App & { readonly method: "clientSecret"; readonly clientSecret: Secret })
    | (App & { readonly method: "oidc"; readonly assertion: AssertionSource })
    | { readonly method: "managedIdentity"; readonly chosenBy: string; readonly clientId?: string | undefined }
    | { readonly method: "cli"; readonly chosenBy: string; readonly tenantId?: string | undefined }
    | NoCredentials;

/** Where a federated token comes from; `name` is the setting that says so. */
export type AssertionSource =
    | { readonly type: "token"; readonly name: string; readonly token: Secret }
    | { readonly type: "file"; readonly name: string; readonly path: string }
    | {
          readonly type: "request";
          readonly name: string;
          readonly url: string;
          readonly token: Secret;
          readonly audience: string;
      };

interface App {
    readonly chosenBy: string;
    /** Entra's login host, without a path. */
    readonly authority: string;
    readonly tenantId: string;
    readonly clientId: string;
}

interface DefaultChain {
    readonly method: "default";
    readonly chosenBy: string;
    readonly authority: string;
    readonly tenantId?: string | undefined;
    readonly clientId?: string | undefined;
}

interface NoCredentials {
    readonly method: "none";
    /** One line for each way to sign in: what would have to be set. */
    readonly lookedFor: readonly string[];
    /** What is set, but chooses nothing by itself. */
    readonly hints: readonly string[];
}

interface Context {
    readonly found: ReadSettings["found"];
    readonly invalid: ReadSettings["invalid"];
    readonly cloud: Cloud;
    readonly authority: string;
    readonly problems: string[];
}

/** `undefined`: not chosen. `incomplete`: chosen, and the problems say what lacks. */
type Choice = CredentialSettings | "incomplete" | undefined;

interface Way {
    readonly howTo: string;
    readonly choose: (context: Context) => Choice;
}

/** Keys, then the first environment variable of each; docs/authentication.md has the others. */
function set(...keys: readonly SettingName[]): string {
    return `${keys.join(", ")} (${keys.map((key) => settingKeys[key].env[0]).join(", ")})`;
}

/** azure-native's order of precedence, with a ready token before all. The first that is chosen is the only one tried. */
const ways: readonly Way[] = [
    {
        howTo: `a ready token, for simulators, tests and brokers: ${set("accessToken")}`,
        choose: ({ found: { accessToken } }) =>
            accessToken && { method: "accessToken", chosenBy: accessToken.name, accessToken: accessToken.value },
    },
    {
        howTo: `the default chain of @azure/identity: ${set("useDefaultAzureCredential")} = true`,
        choose: ({ found, authority }) =>
            chosen(found.useDefaultAzureCredential, ({ name }) => ({
                method: "default",
                chosenBy: name,
                authority,
                tenantId: found.tenantId?.value,
                clientId: found.clientId?.value,
            })),
    },
    {
        howTo: `a certificate: ${set("tenantId", "clientId", "clientCertificatePath")}`,
        choose: (context) =>
            chosen(context.found.clientCertificatePath, (path) =>
                asApp(context, path.name, (identity) => ({
                    ...identity,
                    method: "certificate",
                    path: path.value,
                    password: context.found.clientCertificatePassword?.value,
                })),
            ),
    },
    {
        howTo: `a client secret: ${set("tenantId", "clientId", "clientSecret")}`,
        choose: (context) =>
            chosen(context.found.clientSecret, (secret) =>
                asApp(context, secret.name, (identity) => ({
                    ...identity,
                    method: "clientSecret",
                    clientSecret: secret.value,
                })),
            ),
    },
    {
        howTo: `OIDC, such as GitHub Actions with \`permissions: id-token: write\`: ${set("tenantId", "clientId", "useOidc")} = true`,
        choose: (context) =>
            chosen(context.found.useOidc, ({ name }) => {
                const assertion = chooseAssertion(context, name);
                const choice = asApp(
                    context,
                    name,
                    (identity) => assertion && { ...identity, method: "oidc", assertion },
                );
                return choice ?? "incomplete";
            }),
    },
    {
        howTo: `the managed identity of an Azure host: ${set("useMsi")} = true`,
        choose: ({ found }) =>
            chosen(found.useMsi, ({ name }) => ({
                method: "managedIdentity",
                chosenBy: name,
                clientId: found.clientId?.value,
            })),
    },
    {
        howTo: `the user of the Azure CLI, after \`az login\`: ${set("useCli")} = true`,
        choose: ({ found }) =>
            chosen(found.useCli, ({ name }) => ({
                method: "cli",
                chosenBy: name,
                tenantId: found.tenantId?.value,
            })),
    },
];

/** What the settings choose, and what a chosen way lacks: that is an error, never a reason to try the next one. */
export function chooseCredentials(
    { found, invalid }: ReadSettings,
    cloud: Cloud,
): { readonly credentials: CredentialSettings; readonly problems: readonly string[] } {
    const authority = found.authorityHost?.value ?? cloud.authority;
    const context: Context = { found, invalid, cloud, authority, problems: [] };
    for (const { choose } of ways) {
        const choice = choose(context);
        if (choice !== undefined && choice !== "incomplete") {
            return { credentials: choice, problems: [] };
        }
        if (choice === "incomplete") {
            break;
        }
    }
    const lookedFor = ways.map((way) => way.howTo);
    return { credentials: { method: "none", lookedFor, hints: hintsOf(found) }, problems: context.problems };
}

/** Lists every way to sign in: this is the first message that a new user meets. */
export function missingCredentials({ lookedFor, hints }: NoCredentials): ConfigurationError {
    const lines = [
        "Configuration failed: there are no credentials for Microsoft Graph. Set one of these with " +
            "`pulumi config set intune:<key> <value>` (--secret for secrets), or in the environment.",
        ...lookedFor.map((way) => `  - ${way}`),
        ...hints,
        "To try it without a tenant, start `npx pulumi-intune simulator`, then set intune:endpoint to the address it prints and intune:accessToken to any text.",
    ];
    return new ConfigurationError(lines.join("\n"));
}

/** A switch chooses by being on, any other setting by being there. */
function chosen<T>(setting: Found<T> | undefined, build: (setting: Found<T>) => Choice): Choice {
    return setting === undefined || setting.value === false ? undefined : build(setting);
}

function asApp(context: Context, chosenBy: string, build: (identity: App) => Choice): Choice {
    const { found, authority } = context;
    if (found.tenantId !== undefined && found.clientId !== undefined) {
        return build({ chosenBy, authority, tenantId: found.tenantId.value, clientId: found.clientId.value });
    }
    lacks(context, chosenBy, "tenantId", "clientId");
    return "incomplete";
}

function chooseAssertion(context: Context, chosenBy: string): AssertionSource | undefined {
    const { found, invalid, cloud } = context;
    const { oidcToken, oidcTokenFilePath, oidcRequestUrl, oidcRequestToken } = found;
    if (oidcToken) {
        return { type: "token", name: oidcToken.name, token: oidcToken.value };
    }
    if (oidcTokenFilePath) {
        return { type: "file", name: oidcTokenFilePath.name, path: oidcTokenFilePath.value };
    }
    if (oidcRequestUrl && oidcRequestToken) {
        return {
            type: "request",
            name: oidcRequestUrl.name,
            url: oidcRequestUrl.value,
            token: oidcRequestToken.value,
            audience: found.oidcAudience?.value ?? cloud.oidcAudience,
        };
    }
    if (oidcRequestUrl ?? oidcRequestToken) {
        lacks(context, chosenBy, "oidcRequestUrl", "oidcRequestToken");
    } else if (!invalid.has("oidcToken") && !invalid.has("oidcRequestUrl") && !invalid.has("oidcRequestToken")) {
        context.problems.push(
            `${chosenBy} chooses OIDC, which also needs a token: set intune:oidcToken, intune:oidcTokenFilePath, or ` +
                "intune:oidcRequestUrl with intune:oidcRequestToken; on GitHub Actions give the job `permissions: id-token: write`.",
        );
    }
    return undefined;
}

function lacks({ found, invalid, problems }: Context, chosenBy: string, ...keys: readonly SettingName[]): void {
    const missing = keys.filter((key) => found[key] === undefined && !invalid.has(key));
    if (missing.length > 0) {
        problems.push(
            `${chosenBy} chooses how to sign in, but that also needs ${missing.map(allNames).join(" and ")}. ` +
                `Set ${missing.length === 1 ? "it" : "them"}, or unset ${chosenBy}.`,
        );
    }
}

function hintsOf(found: ReadSettings["found"]): string[] {
    const federated = found.oidcToken ?? found.oidcTokenFilePath ?? found.oidcRequestUrl;
    const identity = [found.tenantId, found.clientId].filter((setting) => setting !== undefined);
    return [
        ...(federated ? [`${federated.name} is set, but is used only with ${allNames("useOidc")} = true.`] : []),
        ...(found.clientCertificatePassword
            ? [`${found.clientCertificatePassword.name} is set, but ${allNames("clientCertificatePath")} is not.`]
            : []),
        ...(identity.length > 0
            ? [
                  `${identity.map(({ name }) => name).join(" and ")} alone can't sign in: a secret, certificate or token lacks.`,
              ]
            : []),
    ];
}
