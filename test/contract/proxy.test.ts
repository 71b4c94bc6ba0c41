import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server as HttpServer } from "node:http";
import { connect, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { selfSigned } from "../support/certificate";

const root = join(__dirname, "../..");
const graph = "graph.intune.example";

function portOf(server: Server): number {
    return (server.address() as AddressInfo).port;
}

async function listen(server: Server): Promise<number> {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return portOf(server);
}

function tie(a: Socket, b: Socket): void {
    [a, b].forEach((socket) => socket.on("error", () => undefined));
    a.pipe(b).pipe(a);
}

interface Ended {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

describe("A machine behind a proxy", () => {
    let simulator: Simulator;
    /** Graph by a name that no resolver knows, over TLS. */
    let front: Server;
    let proxy: HttpServer;
    let folder: string;
    let asked: { to: string | undefined; authorization: string | undefined }[];
    let refusal: number | undefined;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "intune-proxy-"));
        simulator = await startSimulator({ state: realisticTenant() });
        const { certificate, privateKey } = selfSigned("ec", [graph]);
        writeFileSync(join(folder, "ca.pem"), certificate);
        const key = privateKey.export({ type: "pkcs8", format: "pem" });
        front = createTlsServer({ cert: certificate, key }, (socket) => {
            tie(socket, connect(Number(new URL(simulator.url).port), "127.0.0.1"));
        });
        const port = await listen(front);
        proxy = createServer((request, response) => {
            asked.push({ to: request.url, authorization: undefined });
            response.writeHead(500).end();
        });
        proxy.on("connect", (request, socket: Socket) => {
            asked.push({ to: request.url, authorization: request.headers["proxy-authorization"] });
            if (refusal !== undefined) {
                socket.end(`HTTP/1.1 ${String(refusal)} Refused\r\n\r\n`);
                return;
            }
            socket.write("HTTP/1.1 200 Connected\r\n\r\n");
            tie(socket, connect(port, "127.0.0.1"));
        });
        await listen(proxy);
    });

    beforeEach(() => {
        asked = [];
        refusal = undefined;
    });

    after(async () => {
        front.close();
        proxy.closeAllConnections();
        proxy.close();
        await simulator.close();
        rmSync(folder, { recursive: true, force: true });
    });

    const address = (): string => `127.0.0.1:${String(portOf(proxy))}`;

    async function snapshot(env: Record<string, string>): Promise<Ended> {
        const child = spawn(
            process.execPath,
            ["--import", "tsx", join(root, "cli/main.ts"), "snapshot", "--out", join(folder, "tenant.json")],
            {
                cwd: root,
                env: {
                    PATH: process.env["PATH"],
                    HOME: folder,
                    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
                    INTUNE_ENDPOINT: `https://${graph}`,
                    INTUNE_ACCESS_TOKEN: "test",
                    ...env,
                },
            },
        );
        const text = { stdout: "", stderr: "" };
        for (const stream of ["stdout", "stderr"] as const) {
            child[stream].setEncoding("utf8").on("data", (more: string) => {
                text[stream] += more;
            });
        }
        const [code] = (await once(child, "close")) as [number | null];
        return { code, ...text };
    }

    for (const [how, env] of [
        ["HTTPS_PROXY", (): Record<string, string> => ({ HTTPS_PROXY: `http://${address()}` })],
        [
            "https_proxy before HTTPS_PROXY",
            () => ({ https_proxy: `http://${address()}`, HTTPS_PROXY: "http://[::1]:9" }),
        ],
        ["an address without http://", () => ({ HTTPS_PROXY: address() })],
    ] as const) {
        it(`reaches Graph through ${how}, in a tunnel that the proxy can't look into`, async () => {
            const { code, stderr } = await snapshot(env());
            assert.equal(code, 0, stderr);
            assert.equal(
                readFileSync(join(folder, "tenant.json"), "utf8").includes(
                    simulator.tenant.list("deviceConfigurations")[0]!.id,
                ),
                true,
            );
            assert.notEqual(asked.length, 0);
            assert.deepEqual([...new Set(asked.map(({ to }) => to))], [`${graph}:443`]);
            assert.equal(stderr.includes("xperimental"), false, stderr);
        });
    }

    it("gives the proxy the name and password of its address, and writes them nowhere", async () => {
        refusal = 407;
        const { code, stdout, stderr } = await snapshot({ HTTPS_PROXY: `http://me:canary%21@${address()}` });
        assert.equal(code, 1);
        assert.match(stderr, /the proxy of HTTPS_PROXY answered 407/);
        assert.doesNotMatch(stdout + stderr, /canary|^\s+at /m);
        assert.equal(asked[0]?.authorization, `Basic ${Buffer.from("me:canary!").toString("base64")}`);
    });

    it("leaves the proxy out for the hosts of NO_PROXY", async () => {
        const { code, stderr } = await snapshot({
            HTTPS_PROXY: `http://${address()}`,
            NO_PROXY: "other,.intune.example",
        });
        assert.equal(code, 1);
        assert.match(stderr, /no connection \((ENOTFOUND|EAI_AGAIN)\)/);
        assert.deepEqual(asked, []);
    });

    it("leaves the proxy out for this machine's own addresses", async () => {
        const { code, stderr } = await snapshot({ HTTPS_PROXY: `http://${address()}`, INTUNE_ENDPOINT: simulator.url });
        assert.equal(code, 0, stderr);
        assert.deepEqual(asked, []);
    });

    it("is told when the address is none, without the address", async () => {
        for (const wrong of ["socks5://me:canary@proxy:1080", "http://me:canary@"]) {
            const { code, stderr } = await snapshot({ HTTPS_PROXY: wrong });
            assert.equal(code, 1);
            assert.match(
                stderr,
                /HTTPS_PROXY is no address of a proxy; write one such as http:\/\/proxy\.example\.com:8080/,
            );
            assert.doesNotMatch(stderr, /canary|^\s+at /m);
        }
    });
});
