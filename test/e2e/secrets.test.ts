import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { granted, refused, startAuthority, type Authority } from "../support/authority";
import { selfSigned } from "../support/certificate";
import { createProject, type Project } from "../support/engine";
import { count } from "../support/facts";
import { hosts, programFor } from "../support/program";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";

const tenantId = "11111111-1111-1111-1111-111111111111";
const clientId = "22222222-2222-2222-2222-222222222222";
const canary = (name: string): string => `canary${name}`.padEnd(40, "0123456789");
const issued = canary("IssuedToken");

interface Way {
    /** Environment of the run; `folder` may hold files. */
    readonly env?: (folder: string) => Readonly<Record<string, string>>;
    /** Stack configuration, set with `--secret`. */
    readonly secrets?: Readonly<Record<string, string>>;
    readonly canaries: readonly string[];
}

const { certificate, privateKey } = selfSigned("rsa");
const keyPem = String(
    privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: canary("Password") }),
);
const app = { ARM_TENANT_ID: tenantId, ARM_CLIENT_ID: clientId };

function ways(requestUrl: string): Readonly<Record<string, Way>> {
    return {
        "a token in the environment": {
            env: () => ({ INTUNE_ACCESS_TOKEN: canary("Token") }),
            canaries: [canary("Token")],
        },
        "a token in the stack's configuration": {
            secrets: { "intune:accessToken": canary("ConfigToken") },
            canaries: [canary("ConfigToken")],
        },
        "a client secret in the environment": {
            env: () => ({ ...app, ARM_CLIENT_SECRET: canary("Secret") }),
            canaries: [canary("Secret")],
        },
        "a client secret in the stack's configuration": {
            env: () => app,
            secrets: { "intune:clientSecret": canary("ConfigSecret") },
            canaries: [canary("ConfigSecret")],
        },
        "a certificate with a password": {
            env: (folder) => {
                const file = join(folder, "certificate.pem");
                writeFileSync(file, `${keyPem}${certificate}`);
                return {
                    ...app,
                    ARM_CLIENT_CERTIFICATE_PATH: file,
                    ARM_CLIENT_CERTIFICATE_PASSWORD: canary("Password"),
                };
            },
            canaries: [canary("Password"), String(keyPem.split("\n")[5])],
        },
        "an OIDC token": {
            env: () => ({ ...app, ARM_USE_OIDC: "true", ARM_OIDC_TOKEN: canary("OidcToken") }),
            canaries: [canary("OidcToken")],
        },
        "an OIDC token that GitHub gives": {
            env: () => ({
                ...app,
                ARM_USE_OIDC: "true",
                ACTIONS_ID_TOKEN_REQUEST_URL: requestUrl,
                ACTIONS_ID_TOKEN_REQUEST_TOKEN: canary("RequestToken"),
            }),
            canaries: [canary("RequestToken"), canary("GivenToken")],
        },
    };
}

/** Everything the run left behind, by file; the file that holds the certificate is the user's own. */
function textsBelow(folder: string): Map<string, string> {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && entry.name !== "certificate.pem",
    );
    return new Map(
        files.map((entry) => {
            const file = join(entry.parentPath, entry.name);
            return [file, readFileSync(file, "utf8")];
        }),
    );
}

describe("secrets, with every log as loud as it gets", () => {
    let tenant: TestTenant;
    let policy: TestPolicy;
    let authority: Authority;
    const github = createServer((_request, response) => {
        response
            .writeHead(200, { "content-type": "application/json" })
            .end(JSON.stringify({ value: canary("GivenToken") }));
    });

    before(async () => {
        tenant = await startTenant("service");
        [policy] = tenant.policies("deviceCompliancePolicies");
        authority = await startAuthority();
        await new Promise<void>((listening) => github.listen(0, "127.0.0.1", listening));
    });
    after(async () => {
        await tenant.close();
        await authority.close();
        github.close();
    });

    const requestUrl = (): string =>
        `http://127.0.0.1:${String((github.address() as AddressInfo).port)}/token?api-version=2`;

    for (const way of Object.keys(ways(""))) {
        for (const host of hosts) {
            it(`are nowhere to be found: ${way}, ${host} host`, async () => {
                const { env, secrets, canaries } = ways(requestUrl())[way]!;
                const target = { type: "group", groupId: tenant.groups[0] };
                const args = { deviceCompliancePolicyId: policy.id, target };
                const project = await createProject(
                    programFor(host, { class: "DeviceCompliancePolicyAssignment", name: "row", args }),
                    { config: { "intune:endpoint": tenant.url, "intune:pacing": "off" } },
                );
                const home = dirname(project.folder);
                try {
                    for (const [key, value] of Object.entries(secrets ?? {})) {
                        await project.setSecret(key, value);
                    }
                    const ca = join(home, "authority.pem");
                    writeFileSync(ca, authority.certificate);
                    await search(project, home, [...canaries, issued], {
                        ...env?.(home),
                        AZURE_AUTHORITY_HOST: authority.url,
                        NODE_EXTRA_CA_CERTS: ca,
                        INTUNE_LOG: "debug",
                        // With all secrets of the stack's configuration in it, whatever the provider.
                        ...(secrets === undefined ? { PULUMI_DEBUG_GRPC: join(home, "grpc.json") } : {}),
                        AZURE_LOG_LEVEL: "verbose",
                    });
                } finally {
                    project.remove();
                }
            });
        }
    }

    async function search(
        project: Project,
        home: string,
        canaries: readonly string[],
        env: Readonly<Record<string, string>>,
    ): Promise<void> {
        const usesAuthority = env["ARM_CLIENT_ID"] !== undefined;
        const loud = { args: ["--logtostderr", "--logflow", "-v=9", "--debug"], env };
        const sent = usesAuthority ? issued : String(canaries[0]);
        const echo = { error: { code: "BadRequest", message: `You sent Bearer ${sent}` } };
        const runs: readonly (readonly [string, () => void, number])[] = [
            [
                "sign-in refused",
                () => (authority.answer = () => refused(7000215, "Invalid client secret provided.")),
                usesAuthority ? 255 : 0,
            ],
            [
                "Graph repeats the token",
                () => {
                    authority.answer = () => granted(issued);
                    tenant.simulator.fail({ times: 99, action: { type: "status", status: 400, body: echo } });
                },
                255,
            ],
            [
                "success",
                () => {
                    tenant.simulator.clearFaults();
                },
                0,
            ],
        ];
        for (const [name, arrange, exitCode] of runs) {
            arrange();
            const outcome = await project.up(loud);
            assert.equal(outcome.exitCode, exitCode, `${name}: ${outcome.output.slice(-3000)}`);
            const exported = await project.run(["stack", "export", "--stack", "test"], { env });
            const texts = textsBelow(home).set(`output, ${name}`, outcome.output).set("export", exported.stdout);
            for (const [place, text] of texts) {
                for (const secret of canaries) {
                    const at = text.indexOf(secret);
                    assert.equal(
                        at,
                        -1,
                        `${name}: ${secret} in ${place}: ${text.slice(Math.max(0, at - 300), at + 60)}`,
                    );
                }
                count("places searched for secrets");
            }
        }
        await project.destroy({ env });
    }
});
