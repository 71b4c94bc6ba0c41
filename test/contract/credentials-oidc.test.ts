import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { granted, refused, startAuthority, type Authority } from "../support/authority";
import { messageOf, startSigner, tokensOf, type Order, type Signer } from "../support/signer";

const app = { tenantId: "11111111-1111-1111-1111-111111111111", clientId: "22222222-2222-2222-2222-222222222222" };
const requestToken = "canary-request-token";

describe("Signing in by OIDC", () => {
    let authority: Authority;
    let signer: Signer;

    before(async () => {
        authority = await startAuthority();
        signer = startSigner({ trust: authority.certificate });
    });

    beforeEach(() => {
        authority.requests.length = 0;
        authority.answer = () => granted("token");
    });

    after(async () => {
        await signer.close();
        await authority.close();
    });

    const byOidc = (config: Record<string, string>, more: Partial<Order> = {}): Order => ({
        ...more,
        config: { ...app, useOidc: "true", ...config },
        env: { AZURE_AUTHORITY_HOST: authority.url, ...more.env },
    });
    const assertions = (): (string | undefined)[] =>
        authority.requests.map(({ form }) => {
            assert.equal(form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
            return form["client_assertion"];
        });

    it("sends a given token as the app's assertion", async () => {
        const report = await signer.run(byOidc({ oidcToken: "given.oidc.token" }));

        assert.deepEqual(tokensOf(report), ["token"]);
        assert.deepEqual(assertions(), ["given.oidc.token"]);
    });

    it("says that a federated credential is missing, with the setting that holds the token", async () => {
        authority.answer = () => refused(700213, "No matching federated identity record found.");
        const message = messageOf(await signer.run(byOidc({}, { env: { ARM_OIDC_TOKEN: "given.oidc.token" } })));

        assert.match(
            message,
            /^Sign-in failed: OIDC token \(ARM_OIDC_TOKEN\) for app .* \(chosen by intune:useOidc\): AADSTS700213: /,
        );
        assert.match(
            message,
            /Add a federated credential to the app whose issuer, subject and audience are exactly those/,
        );
    });

    describe("with a token file", () => {
        it("reads the file anew for each token", async () => {
            const path = join(signer.folder, "oidc-token");
            writeFileSync(path, "first.oidc.token\n");
            await signer.run(byOidc({ oidcTokenFilePath: path }));
            writeFileSync(path, "second.oidc.token");
            await signer.run(byOidc({}, { env: { AZURE_FEDERATED_TOKEN_FILE: path } }));

            assert.deepEqual(assertions(), ["first.oidc.token", "second.oidc.token"]);
        });

        it("tells of a file that is missing, empty, too large or holds something else", async () => {
            const path = join(signer.folder, "wrong");
            const cases: readonly [contents: string | undefined, message: RegExp][] = [
                [
                    undefined,
                    /the OIDC token file of intune:oidcTokenFilePath can't be read \(ENOENT\)\. Check that .*wrong exists/,
                ],
                ["", /what intune:oidcTokenFilePath points to is no OIDC token\. /],
                ["canary one\ntwo", /is no OIDC token\. /],
                ["x".repeat(70_000), /\(too large for a token\)/],
            ];
            for (const [contents, expected] of cases) {
                if (contents !== undefined) {
                    writeFileSync(path, contents);
                }
                const message = messageOf(await signer.run(byOidc({ oidcTokenFilePath: path })));
                assert.match(message, /^Sign-in failed: /);
                assert.match(message, expected);
                assert.doesNotMatch(message, /canary/);
            }
            assert.equal(authority.requests.length, 0);
        });
    });

    describe("on GitHub Actions", () => {
        type Handler = (request: IncomingMessage, response: ServerResponse) => void;
        let issuer: Server;
        let address: string;
        let answer: Handler;
        let asked: IncomingMessage[];

        before((done) => {
            issuer = createServer((request, response) => {
                asked.push(request);
                answer(request, response);
            }).listen(0, "127.0.0.1", done);
        });

        beforeEach(() => {
            asked = [];
            address = `http://127.0.0.1:${String((issuer.address() as AddressInfo).port)}/idtoken?api-version=2.0`;
            answer = (_, response) => response.end(JSON.stringify({ value: `oidc.token.${String(asked.length)}` }));
        });

        after((done) => {
            issuer.closeAllConnections();
            issuer.close(done);
        });

        const onActions = (more: Partial<Order> = {}): Order =>
            byOidc(
                { ...more.config },
                {
                    ...more,
                    env: { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken },
                },
            );

        it("asks GitHub for a token that is made out to Entra, and anew for each token", async () => {
            const report = await signer.run(onActions({ calls: [{}, { fresh: true }] }));

            assert.deepEqual(tokensOf(report), ["token", "token"]);
            assert.deepEqual(assertions(), ["oidc.token.1", "oidc.token.2"]);
            assert.equal(asked[0]?.url, "/idtoken?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange");
            assert.equal(asked[0].headers.authorization, `Bearer ${requestToken}`);
        });

        it("asks for the audience of the cloud, or the one that is configured", async () => {
            await signer.run(onActions({ config: { environment: "usgovernment" } }));
            await signer.run(onActions({ config: { environment: "china" } }));
            await signer.run(onActions({ config: { oidcAudience: "api://own" } }));

            assert.deepEqual(
                asked.map(({ url }) => new URL(String(url), address).searchParams.get("audience")),
                ["api://AzureADTokenExchangeUSGov", "api://AzureADTokenExchangeChina", "api://own"],
            );
        });

        it("asks again where GitHub is busy, three times in all", async () => {
            const statuses = [503, 429, 200];
            answer = (_, response) => {
                response.writeHead(statuses[asked.length - 1] ?? 500).end(JSON.stringify({ value: "late.oidc.token" }));
            };
            assert.deepEqual(tokensOf(await signer.run(onActions())), ["token"]);
            assert.deepEqual(assertions(), ["late.oidc.token"]);

            asked = [];
            answer = (_, response) => response.writeHead(500).end();
            assert.match(messageOf(await signer.run(onActions())), /was answered with 500\. On GitHub Actions/);
            assert.equal(asked.length, 3);
        });

        it("tells of every other answer in one line, and sends the request's token nowhere else", async () => {
            const elsewhere: string[] = [];
            const other = createServer((request, response) => {
                elsewhere.push(String(request.url));
                response.end();
            });
            await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
            const location = `http://127.0.0.1:${String((other.address() as AddressInfo).port)}/`;
            const cases: readonly [Handler, RegExp][] = [
                [
                    (_, response) => response.writeHead(403).end("canary"),
                    /was answered with 403\. .*`permissions: id-token: write`/,
                ],
                [(_, response) => response.writeHead(302, { location }).end(), /was answered with 302\./],
                [(_, response) => response.end("<html>canary</html>"), /holds no OIDC token\./],
                [(_, response) => response.end('{"value":7}'), /holds no OIDC token\./],
                [(_, response) => response.end("null"), /holds no OIDC token\./],
                [(_, response) => response.end('{"value":"canary with blanks"}'), /is no OIDC token\./],
                [(_, response) => response.end("x".repeat(200_000)), /failed \(too large for a token\)\./],
                [(_, response) => response.destroy(), /failed \(UND_ERR_SOCKET\)\./],
            ];
            for (const [handler, expected] of cases) {
                answer = handler;
                const message = messageOf(await signer.run(onActions()));
                assert.match(message, /^Sign-in failed: .*ACTIONS_ID_TOKEN_REQUEST_URL/);
                assert.match(message, expected);
                assert.doesNotMatch(message, /canary|api-version|\n/);
            }
            assert.deepEqual(elsewhere, []);
            assert.equal(authority.requests.length, 0);
            await new Promise((resolve) => other.close(resolve));
        });
    });
});
