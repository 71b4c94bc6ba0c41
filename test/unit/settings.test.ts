import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { clouds, isMicrosoftAuthority, type CloudName } from "../../provider/clouds";
import { ConfigurationError } from "../../provider/errors";
import { settingKeys } from "../../provider/settingKeys";
import { requireCredentials, resolveSettings, type Settings } from "../../provider/settings";

type Values = Readonly<Record<string, string | undefined>>;

function resolved(config: Values, env: Values = {}): Settings {
    return resolveSettings({ get: (key) => config[key], env });
}

function refusal(config: Values, env: Values = {}): string {
    try {
        resolved(config, env);
    } catch (error: unknown) {
        assert.ok(error instanceof ConfigurationError);
        return error.message;
    }
    return assert.fail("these settings were taken");
}

const tenantId = "11111111-1111-1111-1111-111111111111";
const clientId = "22222222-2222-2222-2222-222222222222";
const app = { tenantId, clientId };

describe("Settings", () => {
    it("have these defaults when nothing is configured", () => {
        const { credentials, ...rest } = resolved({});

        assert.deepEqual(rest, {
            cloud: "public",
            endpoint: "https://graph.microsoft.com",
            apiVersion: "beta",
            writeMode: "auto",
            onExisting: "adoptIfEqual",
            liveDiff: true,
            pacing: "documented",
            approvalJustification: undefined,
            proxy: undefined,
            noProxy: undefined,
            requestTimeoutMs: 100_000,
            operationTimeoutMs: 1_200_000,
        });
        assert.equal(credentials.method, "none");
    });

    it("are read from the stack's configuration first, then from the environment in order", () => {
        const env = { INTUNE_ENDPOINT: "https://env.example", ARM_TENANT_ID: "arm", AZURE_TENANT_ID: "azure" };
        const cli = (config: Values, from: Values): unknown =>
            resolved({ useCli: "true", ...config }, from).credentials;

        assert.equal(resolved({ endpoint: "https://config.example" }, env).endpoint, "https://config.example");
        assert.equal(resolved({}, env).endpoint, "https://env.example");
        assert.deepEqual(cli({ tenantId: "own" }, env), { method: "cli", chosenBy: "intune:useCli", tenantId: "own" });
        assert.deepEqual(cli({}, env), { method: "cli", chosenBy: "intune:useCli", tenantId: "arm" });
        assert.deepEqual(cli({}, { ...env, ARM_TENANT_ID: "" }), {
            method: "cli",
            chosenBy: "intune:useCli",
            tenantId: "azure",
        });
    });

    it("count as not set when they are empty or blank", () => {
        const blank = Object.fromEntries(Object.keys(settingKeys).map((key) => [key, ""]));
        const env = Object.fromEntries(Object.values(settingKeys).flatMap((row) => row.env.map((name) => [name, " "])));

        assert.deepEqual(resolved(blank, env), resolved({}));
    });

    it("take every documented value, however it is capitalised", () => {
        const settings = resolved({
            environment: "USGovernment",
            apiVersion: "V1.0",
            writeMode: "Assign",
            onExisting: "takeover",
            liveDiff: "False",
            pacing: "off",
            approvalJustification: "Ticket 4711",
            requestTimeoutSeconds: "0.5",
            operationTimeoutSeconds: "60",
        });

        assert.deepEqual(
            { ...settings, credentials: undefined },
            {
                cloud: "usgovernment",
                endpoint: "https://graph.microsoft.us",
                apiVersion: "v1.0",
                writeMode: "assign",
                onExisting: "takeOver",
                liveDiff: false,
                pacing: "off",
                approvalJustification: "Ticket 4711",
                proxy: undefined,
                noProxy: undefined,
                requestTimeoutMs: 500,
                operationTimeoutMs: 60_000,
                credentials: undefined,
            },
        );
        assert.deepEqual(
            ["true", "1", "TRUE", "false", "0"].map((liveDiff) => resolved({ liveDiff }).liveDiff),
            [true, true, true, false, false],
        );
        assert.equal(resolved({}, { INTUNE_PACING: "off" }).pacing, "off");
        assert.equal(resolved({ approvalJustification: "x".repeat(1_024) }).approvalJustification?.length, 1_024);
    });

    it("are refused by name, with what is wrong and what to write", () => {
        const cases: readonly [config: Values, message: string][] = [
            [{ apiVersion: "v2" }, 'Configuration failed: intune:apiVersion is "v2"; write "beta" or "v1.0".'],
            [{ liveDiff: "yes" }, 'Configuration failed: intune:liveDiff is "yes"; write true or false.'],
            [
                { environment: "german" },
                'Configuration failed: intune:environment is "german"; write "public" or "usgovernment" or "usgovernmentdod" or "china".',
            ],
            [
                { requestTimeoutSeconds: "-1" },
                'Configuration failed: intune:requestTimeoutSeconds is "-1"; write a number of seconds above 0, at most 86400.',
            ],
            [
                { approvalJustification: "x".repeat(1_025) },
                "Configuration failed: intune:approvalJustification is 1025 characters long; write at most 1024.",
            ],
        ];
        for (const [config, message] of cases) {
            assert.equal(refusal(config), message);
        }
        for (const seconds of ["0", "1e3", "ten", "Infinity", "NaN", "0x10", "1000000000000", "0.0001"]) {
            assert.match(refusal({ operationTimeoutSeconds: seconds }), /write a number of seconds/);
        }
    });

    it("are refused all at once, each under the name it was given by", () => {
        const message = refusal(
            { writeMode: "both", endpoint: "graph.microsoft.com", clientSecret: "canary" },
            { INTUNE_API_VERSION: "2", ARM_TENANT_ID: "no tenant", ARM_USE_MSI: "on" },
        );

        assert.deepEqual(
            message.split("\n").map((line) => line.replace(/;.*/, "")),
            [
                "Configuration failed: 6 settings can't be used.",
                "  - intune:endpoint is not a URL",
                '  - INTUNE_API_VERSION is "2"',
                '  - intune:writeMode is "both"',
                "  - ARM_TENANT_ID is no tenant",
                '  - ARM_USE_MSI is "on"',
                "  - intune:clientSecret chooses how to sign in, but that also needs intune:clientId (or ARM_CLIENT_ID, AZURE_CLIENT_ID). Set it, or unset intune:clientSecret.",
            ],
        );
        assert.doesNotMatch(message, /canary/);
    });

    it("never fail in another way, and never repeat a secret, whatever they hold", () => {
        const keys = Object.keys(settingKeys);
        const secrets = Object.entries(settingKeys).flatMap(([key, row]) => (row.secret ? [key] : []));
        const text = fc.oneof(
            fc.string({ unit: "grapheme" }),
            fc.constantFrom("true", "0", "v1.0", tenantId, "https://h.example/p?q#f", "http://user:word@[::1]:80"),
        );
        fc.assert(
            fc.property(fc.dictionary(fc.constantFrom(...keys), text), (config) => {
                const marked = Object.fromEntries(
                    Object.entries(config).map(([key, value]) => [
                        key,
                        secrets.includes(key) ? `canary${value}` : value,
                    ]),
                );
                try {
                    assert.doesNotMatch(inspect(resolved(marked), { depth: 9, showHidden: true }), /canary/);
                } catch (error: unknown) {
                    assert.ok(ConfigurationError.isInstance(error), String(error));
                    assert.doesNotMatch(error.message, /canary/);
                }
            }),
            { numRuns: 2_000 },
        );
    });
});

describe("The endpoint", () => {
    it("is https, or http on this machine, without a slash at its end", () => {
        const cases: readonly [given: string, endpoint: string][] = [
            ["https://graph.microsoft.com/", "https://graph.microsoft.com"],
            [" https://gateway.example/graph// ", "https://gateway.example/graph"],
            ["https://GATEWAY.example:8443", "https://gateway.example:8443"],
            ["http://127.0.0.1:3000/", "http://127.0.0.1:3000"],
            ["http://127.1.2.3:3000", "http://127.1.2.3:3000"],
            ["http://[::1]:3000", "http://[::1]:3000"],
            ["http://localhost:3000", "http://localhost:3000"],
        ];
        for (const [endpoint, expected] of cases) {
            assert.equal(resolved({ endpoint }).endpoint, expected);
        }
    });

    it("is refused when a token would travel in the open, or when it is no plain root", () => {
        const cases: readonly [endpoint: string, message: RegExp][] = [
            ["http://graph.microsoft.com", /uses plain http: to another machine/],
            ["http://0.0.0.0:3000", /uses plain http:/],
            ["http://127.0.0.1.example.com", /uses plain http:/],
            ["http://localhost.example.com", /uses plain http:/],
            ["http://localhost@example.com", /holds a user name or password/],
            ["http://[::ffff:127.0.0.1]", /uses plain http:/],
            ["http://[::2]", /uses plain http:/],
            ["ftp://localhost", /is not an https: URL/],
            ["file:///graph", /is not an https: URL/],
            ["localhost:3000", /is not an https: URL/],
            ["127.0.0.1:3000", /is not a URL/],
            ["https://user:canary@graph.microsoft.com", /holds a user name or password/],
            ["https://graph.microsoft.com/?tenant=canary", /holds a query or fragment/],
            ["https://graph.microsoft.com/?", /holds a query or fragment/],
            ["https://graph.microsoft.com/#canary", /holds a query or fragment/],
        ];
        for (const [endpoint, expected] of cases) {
            const message = refusal({ endpoint });
            assert.match(message, expected);
            assert.match(message, /^Configuration failed: intune:endpoint /);
            assert.match(message, /write the root of Graph, such as https:\/\/graph\.microsoft\.com/);
            assert.doesNotMatch(message, /canary/);
        }
    });

    it("is refused with a version in it, and names the setting for that", () => {
        assert.equal(
            refusal({ endpoint: "https://graph.microsoft.com/v1.0/" }),
            'Configuration failed: intune:endpoint ends in a version; leave "/v1.0" out and set intune:apiVersion to "v1.0".',
        );
        assert.match(
            refusal({}, { INTUNE_ENDPOINT: "http://localhost:80/Beta" }),
            /^[^;]*INTUNE_ENDPOINT .* to "beta"\.$/,
        );
    });
});

describe("Each cloud", () => {
    const expected: Readonly<Record<CloudName, readonly [graph: string, authority: string]>> = {
        public: ["https://graph.microsoft.com", "https://login.microsoftonline.com"],
        usgovernment: ["https://graph.microsoft.us", "https://login.microsoftonline.us"],
        usgovernmentdod: ["https://dod-graph.microsoft.us", "https://login.microsoftonline.us"],
        china: ["https://microsoftgraph.chinacloudapi.cn", "https://login.chinacloudapi.cn"],
    };

    it("has its own Graph host, authority and scope, chosen together", () => {
        assert.deepEqual(Object.keys(clouds), Object.keys(expected));
        for (const [environment, [graph, authority]] of Object.entries(expected)) {
            const settings = resolved({ environment, ...app, clientSecret: "secret" });
            assert.equal(settings.endpoint, graph);
            assert.equal(clouds[settings.cloud].scope, `${graph}/.default`);
            assert.ok(settings.credentials.method === "clientSecret");
            assert.equal(settings.credentials.authority, authority);
            assert.ok(isMicrosoftAuthority(authority));
        }
    });

    it("can be signed in to at another authority, over https alone", () => {
        const authorityOf = (AZURE_AUTHORITY_HOST: string): unknown => {
            const { credentials } = resolved({ ...app, clientSecret: "secret" }, { AZURE_AUTHORITY_HOST });
            return "authority" in credentials ? credentials.authority : undefined;
        };

        assert.equal(authorityOf("https://login.sovereign.example/"), "https://login.sovereign.example");
        assert.equal(isMicrosoftAuthority("https://login.sovereign.example"), false);
        for (const address of [
            "http://login.example",
            "http://localhost",
            "login.example",
            "https://h.example/tenant",
        ]) {
            assert.match(
                refusal({}, { AZURE_AUTHORITY_HOST: address }),
                /AZURE_AUTHORITY_HOST .*; write a bare login host/,
            );
        }
    });
});

describe("requireCredentials", () => {
    it("lists every way to sign in when none is configured", () => {
        const settings = resolved({});

        assert.throws(
            () => {
                requireCredentials(settings);
            },
            (error: unknown) => {
                assert.ok(error instanceof ConfigurationError);
                const [head, ...lines] = error.message.split("\n");
                assert.match(
                    String(head),
                    /^Configuration failed: there are no credentials for Microsoft Graph\. Set one of these/,
                );
                const ways = lines.filter((line) => line.startsWith("  - ")).map((line) => line.slice(4, 20));
                assert.deepEqual(ways, [
                    "a ready token, f",
                    "the default chai",
                    "a certificate: t",
                    "a client secret:",
                    "OIDC, such as Gi",
                    "the managed iden",
                    "the user of the ",
                ]);
                for (const name of [
                    "ARM_CLIENT_SECRET",
                    "ARM_USE_OIDC",
                    "useMsi (ARM_USE_MSI) = true",
                    "az login",
                    "INTUNE_ACCESS_TOKEN",
                ]) {
                    assert.ok(error.message.includes(name), name);
                }
                return true;
            },
        );
    });

    it("says what is set but chooses nothing", () => {
        const message = (config: Values, env: Values = {}): string => {
            try {
                requireCredentials(resolved(config, env));
            } catch (error: unknown) {
                return (error as Error).message;
            }
            return assert.fail("these credentials were taken");
        };

        assert.match(message(app), /\nintune:tenantId and intune:clientId alone can't sign in/);
        assert.match(
            message(
                {},
                { ACTIONS_ID_TOKEN_REQUEST_URL: "https://x.example/?a=b", ACTIONS_ID_TOKEN_REQUEST_TOKEN: "t" },
            ),
            /\nACTIONS_ID_TOKEN_REQUEST_URL is set, but is used only with intune:useOidc \(or ARM_USE_OIDC\) = true\./,
        );
        assert.match(
            message({ clientCertificatePassword: "p" }),
            /Password is set, but intune:clientCertificatePath .* is not/,
        );
    });

    it("is content with any complete way", () => {
        requireCredentials(resolved({ accessToken: "token" }));
        requireCredentials(resolved({}, { ARM_USE_MSI: "true" }));
    });
});
