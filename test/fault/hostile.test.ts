import assert from "node:assert/strict";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { IntuneError } from "../../provider/errors";
import type { Session } from "../../provider/operations/session";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import { count } from "../support/facts";
import { openSession } from "../support/host";

const policyId = "b0000000-0000-4000-8000-000000000001";
const groupId = "60000000-0000-4000-8000-000000000001";
const megabyte = 1024 * 1024;

type Answer = (response: ServerResponse, decoy: string, self: string) => void;

function json(body: unknown, status = 200): Answer {
    return (response) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function text(body: string | Buffer, headers: Record<string, string> = {}): Answer {
    return (response) => response.writeHead(200, { "content-type": "application/json", ...headers }).end(body);
}

const row = (more: object): object => ({
    id: `${policyId}_${groupId}`,
    source: "direct",
    sourceId: policyId,
    target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId },
    ...more,
});

function linked(link: (decoy: string, self: string) => unknown): Answer {
    return (response, decoy, self) => {
        json({ value: [], "@odata.nextLink": link(decoy, self) })(response, decoy, self);
    };
}

function redirect(status: number): Answer {
    return (response, decoy) => response.writeHead(status, { location: `${decoy}/stolen` }).end();
}

const nested = (depth: number): string => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** What a service, or somebody between us and it, could answer to every request. */
const answers: Readonly<Record<string, Answer>> = {
    "a next page on another host": linked((decoy) => `${decoy}/beta/x`),
    "a next page by another scheme": linked(() => "file:///etc/passwd"),
    "a next page that borrows our host's name": linked((decoy, self) =>
        self.replace("127.0.0.1", `127.0.0.1@${new URL(decoy).host}`),
    ),
    "a next page without a scheme": linked((decoy) => decoy.replace("http:", "")),
    "a next page that is no text": linked(() => ({ href: "x" })),
    "a next page that leads to itself": linked((_decoy, self) => `${self}/beta/deviceManagement/x?$skiptoken=1`),
    "a redirect, 301": redirect(301),
    "a redirect, 302": redirect(302),
    "a redirect, 307": redirect(307),
    "a redirect, 308": redirect(308),
    "no list": json({}),
    "a list that is null": json({ value: null }),
    "a list that is an object": json({ value: { length: 3 } }),
    "a number": json(42),
    "a text": json("value"),
    null: json(null),
    "entries that are no objects": json({ value: [null, 1, "x", []] }),
    "an entry without an id": json({ value: [row({ id: undefined })] }),
    "an id that is a number": json({ value: [row({ id: 7 })] }),
    "an id that climbs": json({ value: [row({ id: "../../../../me" })] }),
    "an id with slashes, quotes and line breaks": json({ value: [row({ id: "a/b'c\"d\r\nX-Evil: 1" })] }),
    "an id of unicode": json({ value: [row({ id: "𝔘\u202e\u0000" })] }),
    "an id of 64 kB": json({ value: [row({ id: "x".repeat(65_536) })] }),
    "a target of an unknown type": json({
        value: [row({ target: { "@odata.type": "#microsoft.graph.newTarget", x: 1 } })],
    }),
    "a target that is null": json({ value: [row({ target: null })] }),
    "a prototype": text(
        `{"value":[{"__proto__":{"polluted":1},"id":"a","target":{"__proto__":{"polluted":1}}}],"__proto__":{"polluted":1}}`,
    ),
    "a constructor": text(`{"value":[{"id":"a","constructor":{"prototype":{"polluted":1}},"target":{}}]}`),
    "nesting of 200,000": text(`{"value":[{"id":"a","source":"direct","target":${nested(200_000)}}]}`),
    "65 MB": text(Buffer.alloc(65 * megabyte, " ")),
    "a compressed bomb": text(gzipSync(Buffer.alloc(200 * megabyte, " ")), { "content-encoding": "gzip" }),
    "compression that is none": text("not gzip", { "content-encoding": "gzip" }),
    "half a million entries": text(
        `{"value":[${Array.from({ length: 500_000 }, (_, at) => `{"id":"${String(at)}"}`).join(",")}]}`,
    ),
    "a batch whose answers are no list": json({ responses: "x", value: [] }),
    "a batch with strangers' numbers": json({ responses: [{ id: "99", status: 200, body: {} }], value: [] }),
    "a batch with doubled and wrong answers": json({
        responses: [{ id: "1", status: "200" }, { id: "1", status: 200, body: 1 }, null, { status: 999 }],
        value: [],
    }),
    "an error that is a text": json({ error: "no" }, 400),
    "an error nested a hundred times": json({ error: { message: '{"Message":'.repeat(100) } }, 400),
    "a status that nobody knows": json({}, 299),
    "a slow drip": (response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const drip = setInterval(() => response.write(" "), 50);
        response.on("close", () => {
            clearInterval(drip);
        });
    },
    "headers and then silence": (response) => {
        response.writeHead(200, { "content-type": "application/json" }).write("{");
    },
};

const target = { type: "group", groupId };
const outs = { deviceCompliancePolicyId: policyId, target, assignmentId: `${policyId}_${groupId}` };
const rowHandler = createRowHandler("deviceCompliancePolicy");
const setHandler = createSetHandler("deviceCompliancePolicy");
const changed = { ...target, filterId: "f0000000-0000-4000-8000-000000000001", filterType: "include" };
const setOuts = { deviceCompliancePolicyId: policyId, targets: [target], assignments: [] };

const operations: Readonly<Record<string, (session: Session) => Promise<unknown>>> = {
    "create a row": (session) => rowHandler.create(session, { deviceCompliancePolicyId: policyId, target }),
    "read a row": (session) => rowHandler.read(session, "id", outs),
    "compare a row": (session) => rowHandler.diff(session, outs, { deviceCompliancePolicyId: policyId, target }),
    "update a row": (session) => rowHandler.update(session, "id", outs, { ...outs, target: changed }),
    "delete a row": (session) => rowHandler.delete(session, outs),
    "create a set": (session) => setHandler.create(session, { deviceCompliancePolicyId: policyId, targets: [target] }),
    "update a set": (session) => setHandler.update(session, "id", setOuts, { ...setOuts, targets: [changed] }),
    "delete a set": (session) => setHandler.delete(session, setOuts),
};

function listen(server: Server): Promise<string> {
    return new Promise((resolve) => {
        server.listen(0, "127.0.0.1", () => {
            resolve(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
        });
    });
}

describe("a service that answers every request with", () => {
    let stolen = 0;
    let answer: Answer = json({});
    let decoyUrl: string;
    let url: string;
    const decoy = createServer((_request, response) => {
        stolen += 1;
        response.end("{}");
    });
    const service = createServer((request, response) => {
        request.resume();
        answer(response, decoyUrl, url);
    });

    before(async () => {
        decoyUrl = await listen(decoy);
        url = await listen(service);
    });
    after(() => {
        for (const server of [decoy, service]) {
            server.closeAllConnections();
            server.close();
        }
    });

    for (const [name, hostile] of Object.entries(answers)) {
        it(`${name}: every operation ends, in time, without a request to any other host`, async () => {
            answer = hostile;
            const before = process.memoryUsage().rss;
            for (const [operation, run] of Object.entries(operations)) {
                const session = openSession(url, { requestTimeoutSeconds: "1", operationTimeoutSeconds: "1" });
                await run(session).catch((error: unknown) => {
                    assert.ok(IntuneError.isInstance(error), `${operation}: ${String((error as Error).stack)}`);
                    assert.ok(error.message.length < 4_000, `${operation}: ${String(error.message.length)} characters`);
                    assert.doesNotMatch(error.message, /test-token/);
                });
                count("hostile answers");
            }
            assert.equal(stolen, 0);
            assert.equal(({} as { polluted?: number }).polluted, undefined);
            assert.ok(process.memoryUsage().rss - before < 1_500 * megabyte);
        });
    }
});
