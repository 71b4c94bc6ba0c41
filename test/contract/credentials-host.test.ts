import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { granted, refused, startAuthority } from "../support/authority";
import { messageOf, startSigner, tokensOf, type Signer } from "../support/signer";

const tenantId = "11111111-1111-1111-1111-111111111111";
const clientId = "22222222-2222-2222-2222-222222222222";

describe("Signing in by what the machine offers", () => {
    describe("a managed identity, at App Service's endpoint", () => {
        let service: Server;
        let signer: Signer;
        let asked: IncomingMessage[];
        let answer: { status: number; body: unknown };

        before((done) => {
            service = createServer((request, response) => {
                asked.push(request);
                response.writeHead(answer.status, { "content-type": "application/json" });
                response.end(JSON.stringify(answer.body));
            }).listen(0, "127.0.0.1", () => {
                const port = String((service.address() as AddressInfo).port);
                signer = startSigner({
                    env: { IDENTITY_ENDPOINT: `http://127.0.0.1:${port}/msi/token`, IDENTITY_HEADER: "canary-header" },
                });
                done();
            });
        });

        beforeEach(() => {
            asked = [];
        });

        after(async () => {
            await signer.close();
            await new Promise((resolve) => service.close(resolve));
        });

        it("tells when there is no such identity, with what to set", async () => {
            answer = { status: 400, body: { statusCode: 400, message: "No User Assigned Managed Identity found." } };
            const message = messageOf(await signer.run({ config: { useMsi: "true", clientId } }));

            assert.equal(
                message,
                `Sign-in failed: managed identity ${clientId} (chosen by intune:useMsi): No User Assigned Managed Identity found. ` +
                    "Check that this machine has a managed identity; for a user-assigned one set intune:clientId to its client ID.",
            );
            assert.doesNotMatch(message, /canary/);
        });

        it("asks for a Graph token, of the user-assigned identity where there is one", async () => {
            const expires = String(Math.floor(Date.now() / 1000) + 3_600);
            answer = {
                status: 200,
                body: { access_token: "of the machine", expires_on: expires, token_type: "Bearer" },
            };
            const report = await signer.run({ config: { environment: "usgovernment" }, env: { ARM_USE_MSI: "1" } });
            assert.deepEqual(tokensOf(report), ["of the machine"]);
            await signer.run({ config: { useMsi: "true", clientId } });

            const [first, second] = asked.map(({ url }) => new URL(String(url), "http://host").searchParams);
            assert.equal(first?.get("resource"), "https://graph.microsoft.us");
            assert.equal(first.get("client_id"), null);
            assert.equal(second?.get("client_id"), clientId);
        });
    });

    describe("the Azure CLI", () => {
        let signer: Signer;
        let folder: string;

        before(() => {
            signer = startSigner();
            folder = join(signer.folder, "bin");
            mkdirSync(folder);
        });

        after(() => signer.close());

        /** An `az` that writes its arguments to a file and ends as told. */
        function azure(script: string): Record<string, string> {
            const az = join(folder, "az");
            writeFileSync(az, `#!/bin/sh\necho "$@" > "${join(folder, "arguments")}"\n${script}\n`);
            chmodSync(az, 0o755);
            return { PATH: `${folder}:/usr/bin:/bin` };
        }

        it("is asked for a token of the tenant and Graph of the cloud", async () => {
            const answer = JSON.stringify({
                accessToken: "of a user",
                expires_on: Math.floor(Date.now() / 1000) + 3_600,
            });
            const processEnv = azure(`test "$*" = "$EXPECTED" && echo '${answer}'`);
            const report = await signer.run({
                config: { useCli: "true", tenantId, environment: "china" },
                processEnv: {
                    ...processEnv,
                    EXPECTED: `account get-access-token --output json --resource https://microsoftgraph.chinacloudapi.cn --tenant ${tenantId}`,
                },
            });

            assert.deepEqual(tokensOf(report), ["of a user"]);
        });

        it("is used only when asked for", async () => {
            const processEnv = azure("echo '{}'");
            for (const config of [{}, { useCli: "false" }]) {
                assert.match(messageOf(await signer.run({ config, processEnv })), /there are no credentials/);
            }
        });

        it("tells what to do when it is not there, not logged in, refused, or answers nonsense, and prints no piece of it", async () => {
            const cases: readonly [script: string, message: RegExp][] = [
                ["echo 'Please run az login to setup account.' >&2; exit 1", /Please run 'az login'/],
                [
                    "echo 'ERROR: AADSTS50076: Due to a change you must use multi-factor.' >&2; exit 1",
                    /AADSTS50076: Due/,
                ],
                ["echo '{\"accessToken\": eyJcanary.canary.canary}'", /the answer was not JSON\./],
                ["echo '{}'", /expiresOn/],
                ["echo eyJcanary0.canary.canary >&2; exit 1", /\[token\]/],
            ];
            for (const [script, expected] of cases) {
                const message = messageOf(await signer.run({ config: { useCli: "true" }, processEnv: azure(script) }));
                assert.match(message, /^Sign-in failed: Azure CLI \(chosen by intune:useCli\): /);
                assert.match(message, expected);
                assert.match(
                    message,
                    /Run `az login --allow-no-subscriptions`, and check with `az account get-access-token`\.$/,
                );
                assert.doesNotMatch(message, /canary|eyJ|\n/);
            }
            const missing = { PATH: join(folder, "none") };
            const report = await signer.run({ config: { useCli: "true" }, processEnv: missing });
            assert.match(messageOf(report), /Azure CLI could not be found\./);
        });
    });

    describe("the default chain of @azure/identity", () => {
        it("signs in by the first member that can, and lists them all when none can", async () => {
            const authority = await startAuthority();
            const signer = startSigner({ trust: authority.certificate });
            // The chain's own switch: without it each run would wait for an Azure machine's metadata service.
            const only = { AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential" };
            const order = {
                config: { useDefaultAzureCredential: "true" },
                env: { AZURE_AUTHORITY_HOST: authority.url },
            };
            try {
                const none = messageOf(await signer.run({ ...order, processEnv: only }));
                assert.match(
                    none,
                    /^Sign-in failed: default chain of @azure\/identity \(chosen by intune:useDefaultAzureCredential\): /,
                );
                assert.match(none, /EnvironmentCredential is unavailable\. .*choose one way to sign in instead/);
                assert.doesNotMatch(none, /\n/);

                const processEnv = {
                    ...only,
                    AZURE_TENANT_ID: tenantId,
                    AZURE_CLIENT_ID: clientId,
                    AZURE_CLIENT_SECRET: "canary-secret",
                };
                authority.answer = () => granted("of the chain");
                assert.deepEqual(tokensOf(await signer.run({ ...order, processEnv })), ["of the chain"]);
                assert.equal(authority.requests[0]?.form["client_secret"], "canary-secret");

                authority.answer = ({ form }) => refused(7000215, `Invalid secret ${String(form["client_secret"])}.`);
                const report = await signer.run({ ...order, processEnv });
                assert.match(messageOf(report), /AADSTS7000215: Invalid secret \[secret\]\./);
                assert.doesNotMatch(JSON.stringify(report), /canary/);
            } finally {
                await signer.close();
                await authority.close();
            }
        });
    });
});
