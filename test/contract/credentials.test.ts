import assert from "node:assert/strict";
import { createHash, X509Certificate, verify, constants } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { clouds, type CloudName } from "../../provider/clouds";
import { granted, refused, startAuthority, type Authority, type TokenRequest } from "../support/authority";
import { selfSigned } from "../support/certificate";
import { messageOf, startSigner, tokensOf, type Order, type Signer } from "../support/signer";

const tenantId = "11111111-1111-1111-1111-111111111111";
const clientId = "22222222-2222-2222-2222-222222222222";
const clientSecret = "canary~secret-8Q8";
const app = { tenantId, clientId };

describe("Signing in as an app, by the real @azure/identity against an authority on loopback", () => {
    let authority: Authority;
    let signer: Signer;
    let env: Record<string, string>;
    let issued: number;

    before(async () => {
        authority = await startAuthority();
        signer = startSigner({ trust: authority.certificate });
        env = { AZURE_AUTHORITY_HOST: authority.url };
    });

    beforeEach(() => {
        issued = 0;
        authority.answer = () => granted(`token-${String((issued += 1))}`);
        authority.requests.length = 0;
        authority.paths.length = 0;
    });

    after(async () => {
        await signer.close();
        await authority.close();
    });

    const bySecret = (order: Partial<Order> = {}): Order => ({
        env,
        ...order,
        config: { ...app, clientSecret, ...order.config },
    });

    describe("with a client secret", () => {
        it("asks the tenant's token endpoint with the app's ID, the secret and the cloud's scope", async () => {
            const report = await signer.run(bySecret());

            assert.deepEqual(tokensOf(report), ["token-1"]);
            const [request, ...others] = authority.requests;
            assert.equal(others.length, 0);
            assert.match(String(request?.path), new RegExp(`^/${tenantId}/oauth2/v2\\.0/token`));
            assert.equal(request?.form["grant_type"], "client_credentials");
            assert.equal(request.form["client_id"], clientId);
            assert.equal(request.form["client_secret"], clientSecret);
            assert.equal(request.form["scope"], "https://graph.microsoft.com/.default");
        });

        it("asks for the scope of each cloud, whatever the endpoint", async () => {
            for (const environment of Object.keys(clouds) as CloudName[]) {
                await signer.run(bySecret({ config: { environment, endpoint: "https://gateway.example/graph" } }));
                assert.equal(authority.requests.at(-1)?.form["scope"], clouds[environment].scope);
            }
        });

        it("asks no other host whether an authority of one's own is genuine", async () => {
            await signer.run(bySecret());

            const kinds = authority.paths.map((path) => path.replace(/^\/[^/]+/, "").replace(/\?.*/, ""));
            assert.deepEqual(kinds, ["/v2.0/.well-known/openid-configuration", "/oauth2/v2.0/token"]);
        });

        it("makes one request for many callers at once, and none while the token is good", async () => {
            const report = await signer.run(
                bySecret({ calls: [Array.from({ length: 20 }, () => ({})), { laterSeconds: 54 * 60 }] }),
            );

            assert.deepEqual([...new Set(tokensOf(report))], ["token-1"]);
            assert.equal(report.outcomes.length, 21);
            assert.equal(authority.requests.length, 1);
        });

        it("gets another token when the service refused the last, once for all who were refused", async () => {
            const fresh = { fresh: true };
            const report = await signer.run(
                bySecret({ calls: [{}, fresh, fresh, {}, { fresh: true, laterSeconds: 11 }] }),
            );

            assert.deepEqual(tokensOf(report), ["token-1", "token-2", "token-2", "token-2", "token-3"]);
        });

        it("replaces a short-lived token after half of its life", async () => {
            authority.answer = () => granted(`token-${String((issued += 1))}`, 200);
            const report = await signer.run(bySecret({ calls: [{}, { laterSeconds: 90 }, { laterSeconds: 20 }] }));

            assert.deepEqual(tokensOf(report), ["token-1", "token-1", "token-2"]);
        });

        it("lets one caller give up without taking the token from the others", async () => {
            const report = await signer.run(bySecret({ calls: [[{ abort: true }, {}, {}]] }));

            assert.deepEqual(tokensOf(report), ["no token: given up", "token-1", "token-1"]);
        });

        it("rides out an authority that is busy for a moment", async () => {
            const answers = [{ status: 503, headers: { "retry-after-ms": "1" }, body: "busy" }, granted("late")];
            authority.answer = () => answers.shift() ?? granted("none");

            assert.deepEqual(tokensOf(await signer.run(bySecret())), ["late"]);
        });

        it("tries again on the next call after a failure", async () => {
            const answers = [refused(7000222, "The provided client secret keys are expired."), granted("second")];
            authority.answer = () => answers.shift() ?? granted("none");
            const [first, second] = tokensOf(await signer.run(bySecret({ calls: [{}, {}] })));

            assert.match(String(first), /AADSTS7000222/);
            assert.equal(second, "second");
        });
    });

    describe("with a certificate", () => {
        const password = "canary-certificate-password";
        const { certificate, privateKey } = selfSigned("rsa");
        const plainKey = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
        const lockedKey = privateKey
            .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: password })
            .toString();

        function written(name: string, contents: string | Buffer): string {
            const path = join(signer.folder, name);
            writeFileSync(path, contents);
            return path;
        }

        const byCertificate = (path: string, more: Record<string, string> = {}): Order => ({
            env,
            config: { ...app, clientCertificatePath: path, ...more },
        });

        it("proves itself by an assertion that the certificate's key has signed", async () => {
            const report = await signer.run(byCertificate(written("plain.pem", certificate + plainKey)));

            assert.deepEqual(tokensOf(report), ["token-1"]);
            assertSigned(authority.requests[0], certificate, authority.url);
        });

        it("opens a private key that is protected by a password", async () => {
            const path = written("locked.pem", certificate + lockedKey);
            const report = await signer.run(byCertificate(path, { clientCertificatePassword: password }));

            assert.deepEqual(tokensOf(report), ["token-1"]);
            assertSigned(authority.requests[0], certificate, authority.url);
        });

        it("tells what is wrong with a file before anything is sent, and nothing of what is in it", async () => {
            const elliptic = selfSigned("ec");
            const ellipticKey = elliptic.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
            const cases: readonly [path: string, password: string | undefined, message: RegExp][] = [
                [
                    join(signer.folder, "missing.pem"),
                    undefined,
                    /missing\.pem .* can't be read \(ENOENT\)\. Check the path/,
                ],
                [
                    written("store.pfx", Buffer.from("3082000102", "hex")),
                    undefined,
                    /no PEM certificate\. .*openssl pkcs12/,
                ],
                [written("public.pem", certificate), undefined, /holds no private key\. /],
                [
                    written("locked.pem", certificate + lockedKey),
                    undefined,
                    /without a password\. Set intune:clientCert/,
                ],
                [
                    written("locked.pem", certificate + lockedKey),
                    `not ${password}`,
                    /does not open\. Check intune:clientCert/,
                ],
                [written("elliptic.pem", elliptic.certificate + ellipticKey), undefined, /not RSA/],
                [
                    written("strange.pem", selfSigned("rsa").certificate + plainKey),
                    undefined,
                    /not the first certificate's/,
                ],
            ];
            for (const [path, given, expected] of cases) {
                const report = await signer.run(byCertificate(path, given ? { clientCertificatePassword: given } : {}));
                assert.match(
                    messageOf(report),
                    /^Sign-in failed: certificate file .* \(chosen by intune:clientCertificatePath\) /,
                );
                assert.match(messageOf(report), expected);
                assert.doesNotMatch(JSON.stringify(report), /canary|PRIVATE KEY/);
            }
            assert.equal(authority.paths.length, 0);
        });
    });

    describe("when it fails", () => {
        it("tells who was refused, which setting chose that way, Entra's code and text, and what to do", async () => {
            authority.answer = () => refused(7000215, "Invalid client secret provided.");
            const report = await signer.run(bySecret());

            assert.match(
                messageOf(report),
                new RegExp(
                    `^Sign-in failed: client secret of app ${clientId} in tenant ${tenantId} \\(chosen by intune:clientSecret\\): ` +
                        "AADSTS7000215: Invalid client secret provided\\. " +
                        "Set the secret's value, not its ID, and check that it belongs to this app\\. \\(trace id [0-9a-f-]{36}\\)$",
                ),
            );
        });

        it("says what to do about each refusal that users meet", async () => {
            const cases: readonly [number, RegExp][] = [
                [7000222, /add a new one/],
                [700016, /Check the client ID, the tenant ID and intune:environment\./],
                [90002, /Check the tenant ID/],
                [700027, /Upload this certificate/],
                [70021, /Add a federated credential/],
                [53003, /Conditional Access/],
                [123456, /Check the client ID/],
            ];
            for (const [code, remedy] of cases) {
                authority.answer = () => refused(code, "Because.", 400);
                const message = messageOf(await signer.run(bySecret()));
                assert.match(message, new RegExp(`: AADSTS${String(code)}: Because\\. `));
                assert.match(message, remedy);
                assert.doesNotMatch(message, /\n/);
            }
        });

        it("names an authority that can't be reached, is not trusted, hangs, redirects or talks HTML", async () => {
            const untrusted = await startAuthority();
            const closed = await startAuthority();
            const closedUrl = closed.url;
            await closed.close();
            const other = await startAuthority();
            try {
                const at = (url: string): Order => bySecret({ env: { AZURE_AUTHORITY_HOST: url } });
                assert.match(
                    messageOf(await signer.run(at(closedUrl))),
                    /127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED\)\. Check/,
                );
                assert.match(messageOf(await signer.run(at(untrusted.url))), /\(\w*CERT\w*\)\. .*NODE_EXTRA_CA_CERTS/);

                authority.answer = () => ({ status: 200, body: "<html>Sign in</html>" });
                assert.match(
                    messageOf(await signer.run(bySecret())),
                    /answered 200 without a token\. Check that this address/,
                );

                authority.answer = ({ path }) => ({
                    status: 307,
                    headers: { location: `${other.url}${path}` },
                    body: "",
                });
                assert.match(messageOf(await signer.run(bySecret())), /answered 307 without a token/);
                assert.equal(other.paths.length, 0);

                authority.answer = () => new Promise(() => undefined);
                const config = { requestTimeoutSeconds: "0.2" };
                assert.match(
                    messageOf(await signer.run(bySecret({ config }))),
                    /: no answer within 0\.2 s\. Check that/,
                );
            } finally {
                await Promise.all([untrusted.close(), other.close()]);
            }
        });

        it("keeps secrets and tokens out of the message even where the authority sends them back", async () => {
            authority.answer = ({ form }) => {
                const sent = String(form["client_secret"]);
                const echoes = [sent, encodeURIComponent(sent), "eyJhbGciOi.canary.x", "\u001b[31m"];
                return refused(50000, echoes.join(" "));
            };
            const report = await signer.run(bySecret());

            assert.match(messageOf(report), /AADSTS50000: .*\[secret\]/);
            assert.doesNotMatch(JSON.stringify(report), /canary|\\u001b/);
        });
    });

    it("hands out a ready token, and says what to do when the service refuses it", async () => {
        const calls = [{}, { abort: true }, { fresh: true }];
        const report = await signer.run({ config: {}, env: { INTUNE_ACCESS_TOKEN: "canary-ready" }, calls });

        assert.deepEqual(tokensOf(report), [
            "canary-ready",
            "canary-ready",
            "no token: Sign-in failed: the service refused the token of INTUNE_ACCESS_TOKEN (401), and a ready token can't be renewed. " +
                "Set a token that has not ended and was made for this service, or choose another way to sign in.",
        ]);
        assert.equal(authority.paths.length, 0);
    });

    it("has no secret in settings, errors or the most talkative log", async () => {
        const chatty = startSigner({ trust: authority.certificate, env: { AZURE_LOG_LEVEL: "verbose" } });
        try {
            const oidcToken = "eyJcanary.canary-assertion.canary";
            const oidc: Order = { env, config: { ...app, useOidc: "true", oidcToken } };
            authority.answer = () => granted("canary-access-token");
            const good = [await chatty.run(bySecret()), await chatty.run(oidc)];
            assert.deepEqual(good.flatMap(tokensOf), ["canary-access-token", "canary-access-token"]);
            assert.equal(authority.requests.at(-1)?.form["client_assertion"], oidcToken);

            authority.answer = ({ form }) => refused(7000215, Object.values(form).join(" "));
            const bad = [await chatty.run(bySecret()), await chatty.run(oidc)];
            const settings = [...good, ...bad].map((report) => report.printed).join("\n");
            assert.match(settings, /\[secret\]/);
            assert.doesNotMatch(settings, /canary/);
            assert.doesNotMatch(JSON.stringify(bad), /canary/);
            assert.match(chatty.stderr(), /azure:identity/);
            assert.doesNotMatch(chatty.stderr(), /canary/);
        } finally {
            await chatty.close();
        }
    });

    it("loads @azure/identity when a token is due, and not for a ready token or an error in the settings", async () => {
        const lazy = startSigner({ trust: authority.certificate });
        try {
            const ready = await lazy.run({ config: { accessToken: "ready" } });
            assert.deepEqual([tokensOf(ready), ready.loadedAfter], [["ready"], false]);
            const wrong = await lazy.run({ config: { clientSecret } });
            assert.match(messageOf(wrong), /intune:tenantId/);
            assert.equal(wrong.loadedAfter, false);
            const none = await lazy.run({ config: {} });
            assert.match(messageOf(none), /there are no credentials/);
            assert.equal(none.loadedAfter, false);
            const asked = await lazy.run(bySecret());
            assert.deepEqual([asked.loadedBefore, asked.loadedAfter], [false, true]);
        } finally {
            await lazy.close();
        }
    });
});

/** Verifies an app's signed assertion as Entra does: by the certificate that its header names. */
function assertSigned(request: TokenRequest | undefined, pem: string, authorityUrl: string): void {
    assert.equal(request?.form["client_assertion_type"], "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    const [head = "", claims = "", signature = ""] = String(request.form["client_assertion"]).split(".");
    const decoded = (part: string): Record<string, unknown> =>
        JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>;
    const certificate = new X509Certificate(pem);
    assert.equal(decoded(head)["alg"], "PS256");
    assert.equal(decoded(head)["x5t#S256"], createHash("sha256").update(certificate.raw).digest("base64url"));
    const { aud, iss, sub, exp } = decoded(claims);
    assert.deepEqual([iss, sub], [clientId, clientId]);
    assert.ok(String(aud).startsWith(authorityUrl), `audience ${String(aud)}`);
    assert.ok(Number(exp) * 1000 > Date.now());
    const key = { key: certificate.publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    assert.ok(verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url")));
}
