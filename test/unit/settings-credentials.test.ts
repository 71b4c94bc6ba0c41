import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inspect } from "node:util";
import { Secret } from "../../provider/secret";
import { settingKeys } from "../../provider/settingKeys";
import { resolveSettings, type CredentialSettings } from "../../provider/settings";

type Values = Readonly<Record<string, string>>;

function chosen(config: Values, env: Values = {}): CredentialSettings {
    return resolveSettings({ get: (key) => config[key], env }).credentials;
}

const app = { tenantId: "contoso.onmicrosoft.com", clientId: "22222222-2222-2222-2222-222222222222" };
const authority = "https://login.microsoftonline.com";

describe("The way to sign in", () => {
    /** Every way, in order of precedence, each complete by itself. */
    const all: readonly [method: CredentialSettings["method"], settings: Values][] = [
        ["accessToken", { accessToken: "token" }],
        ["default", { useDefaultAzureCredential: "true" }],
        ["certificate", { ...app, clientCertificatePath: "/certificate.pem" }],
        ["clientSecret", { ...app, clientSecret: "secret" }],
        ["oidc", { ...app, useOidc: "true", oidcToken: "token" }],
        ["managedIdentity", { useMsi: "true" }],
        ["cli", { useCli: "true" }],
    ];

    it("is the first that is configured, in azure-native's order, after a ready token", () => {
        all.forEach(([method], first) => {
            const settings = Object.assign({}, ...all.slice(first).map(([, each]) => each)) as Values;
            assert.equal(chosen(settings).method, method);
        });
    });

    it("can be chosen by the environment alone", () => {
        const ids = { AZURE_TENANT_ID: app.tenantId, AZURE_CLIENT_ID: app.clientId };
        const cases: readonly [method: CredentialSettings["method"], env: Values, chosenBy: string][] = [
            ["accessToken", { INTUNE_ACCESS_TOKEN: "t" }, "INTUNE_ACCESS_TOKEN"],
            ["default", { ARM_USE_DEFAULT_AZURE_CREDENTIAL: "1" }, "ARM_USE_DEFAULT_AZURE_CREDENTIAL"],
            ["certificate", { ...ids, AZURE_CLIENT_CERTIFICATE_PATH: "/c.pem" }, "AZURE_CLIENT_CERTIFICATE_PATH"],
            ["clientSecret", { ...ids, AZURE_CLIENT_SECRET: "s" }, "AZURE_CLIENT_SECRET"],
            ["oidc", { ...ids, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: "t" }, "ARM_USE_OIDC"],
            ["managedIdentity", { ARM_USE_MSI: "true" }, "ARM_USE_MSI"],
            ["cli", { ARM_USE_CLI: "true" }, "ARM_USE_CLI"],
        ];
        for (const [method, env, chosenBy] of cases) {
            const credentials = chosen({}, env);
            assert.equal(credentials.method, method);
            assert.equal("chosenBy" in credentials && credentials.chosenBy, chosenBy);
        }
    });

    it("is not chosen by a switch that is off", () => {
        const off = { useDefaultAzureCredential: "false", useOidc: "0", useMsi: "false", useCli: "false" };

        assert.equal(chosen(off).method, "none");
        assert.equal(chosen({ ...off, ...app, clientSecret: "secret" }).method, "clientSecret");
    });

    it("fails by the names of what it lacks, and never falls through to another way", () => {
        const rest = { useMsi: "true", useCli: "true" };
        const ids =
            "intune:tenantId (or ARM_TENANT_ID, AZURE_TENANT_ID) and intune:clientId (or ARM_CLIENT_ID, AZURE_CLIENT_ID)";
        const cases: readonly [settings: Values, env: Values, message: string][] = [
            [
                { clientSecret: "canary" },
                {},
                `intune:clientSecret chooses how to sign in, but that also needs ${ids}. Set them, or unset intune:clientSecret.`,
            ],
            [
                { clientCertificatePath: "/c.pem", tenantId: app.tenantId },
                {},
                "intune:clientCertificatePath chooses how to sign in, but that also needs intune:clientId (or ARM_CLIENT_ID, AZURE_CLIENT_ID). Set it, or unset intune:clientCertificatePath.",
            ],
            [
                app,
                { ARM_USE_OIDC: "true" },
                "ARM_USE_OIDC chooses OIDC, which also needs a token: set intune:oidcToken, intune:oidcTokenFilePath, or intune:oidcRequestUrl with intune:oidcRequestToken; on GitHub Actions give the job `permissions: id-token: write`.",
            ],
            [
                { ...app, useOidc: "true", oidcRequestToken: "canary" },
                {},
                "intune:useOidc chooses how to sign in, but that also needs intune:oidcRequestUrl (or ARM_OIDC_REQUEST_URL, ACTIONS_ID_TOKEN_REQUEST_URL). Set it, or unset intune:useOidc.",
            ],
        ];
        for (const [settings, env, message] of cases) {
            assert.throws(() => chosen({ ...rest, ...settings }, env), { message: `Configuration failed: ${message}` });
        }
        assert.throws(
            () => chosen({ useOidc: "true" }),
            /2 settings can't be used\.\n.*needs a token.*\n.*intune:tenantId/,
        );
    });

    it("takes an OIDC token before its file, and both before a request for one", () => {
        const request = { oidcRequestUrl: "https://issuer.example/token?a=b", oidcRequestToken: "canary" };
        const assertionOf = (settings: Values, env: Values = {}): unknown => {
            const credentials = chosen({ ...app, useOidc: "true", ...settings }, env);
            return credentials.method === "oidc" ? credentials.assertion : assert.fail(credentials.method);
        };

        assert.deepEqual(assertionOf({ ...request, oidcTokenFilePath: "/f", oidcToken: "t" }), {
            type: "token",
            name: "intune:oidcToken",
            token: new Secret("t"),
        });
        assert.deepEqual(assertionOf(request, { AZURE_FEDERATED_TOKEN_FILE: "/f" }), {
            type: "file",
            name: "AZURE_FEDERATED_TOKEN_FILE",
            path: "/f",
        });
        assert.deepEqual(assertionOf({ ...request, environment: "china" }), {
            type: "request",
            name: "intune:oidcRequestUrl",
            url: "https://issuer.example/token?a=b",
            token: new Secret("canary"),
            audience: "api://AzureADTokenExchangeChina",
        });
    });

    it("carries a tenant and app only where it uses them", () => {
        assert.deepEqual(chosen({ ...app, useMsi: "true" }), {
            method: "managedIdentity",
            chosenBy: "intune:useMsi",
            clientId: app.clientId,
        });
        assert.deepEqual(chosen({ ...app, useDefaultAzureCredential: "true" }), {
            ...app,
            method: "default",
            chosenBy: "intune:useDefaultAzureCredential",
            authority,
        });
    });

    it("refuses ids, tokens and addresses that can't be right, without repeating them", () => {
        const cases: readonly [settings: Values, message: RegExp][] = [
            [{ clientId: "canary" }, /intune:clientId is no GUID; write the application \(client\) ID\./],
            [{ tenantId: "canary; rm" }, /intune:tenantId is no tenant; write the directory/],
            [
                { accessToken: "Bearer canary" },
                /intune:accessToken holds blanks .*; write the bare token, without "Bearer"\./,
            ],
            [{ accessToken: "canary\u0000" }, /unprintable/],
            [
                { oidcRequestUrl: "http://canary.example/" },
                /intune:oidcRequestUrl uses plain http: .*ACTIONS_ID_TOKEN_REQUEST_URL/,
            ],
            [{ oidcRequestUrl: "https://issuer.example/#canary" }, /intune:oidcRequestUrl holds a fragment/],
        ];
        for (const [settings, message] of cases) {
            assert.throws(
                () => chosen(settings),
                (error: Error) => message.test(error.message) && !error.message.includes("canary"),
            );
        }
    });

    it("forgives a line break at the end of a secret, but not inside a password", () => {
        const secret = chosen({ ...app, clientSecret: "secret\n" });
        const certificate = chosen({ ...app, clientCertificatePath: "/c.pem", clientCertificatePassword: " p " });

        assert.equal(secret.method === "clientSecret" && secret.clientSecret.reveal(), "secret");
        assert.equal(certificate.method === "certificate" && certificate.password?.reveal(), " p ");
    });
});

describe("docs/authentication.md", () => {
    it("has every setting that signs in, with every name in the environment", () => {
        const text = readFileSync(join(__dirname, "../../docs/authentication.md"), "utf8");
        const elsewhere = [
            ...["apiVersion", "writeMode", "onExisting", "liveDiff", "pacing", "approvalJustification"],
            ...["requestTimeoutSeconds", "operationTimeoutSeconds"],
        ];
        for (const [key, { config, env }] of Object.entries(settingKeys)) {
            for (const name of elsewhere.includes(key) ? [] : [...(config ? [key] : []), ...env]) {
                assert.ok(text.includes(`\`${name}\``), name);
            }
        }
    });
});

describe("A secret", () => {
    it("prints as [secret] in every way but reveal()", () => {
        const secret = new Secret("canary");
        const holder = { secret, list: [secret] };
        const printed = [
            String(secret),
            "".concat(secret as unknown as string),
            JSON.stringify(holder),
            inspect(holder, { depth: 9, showHidden: true }),
            Object.entries(secret).join(),
            JSON.stringify(Object.assign({}, secret)),
        ].join("\n");

        assert.match(printed, /\[secret\]/);
        assert.doesNotMatch(printed, /canary/);
        assert.equal(secret.reveal(), "canary");
    });
});
