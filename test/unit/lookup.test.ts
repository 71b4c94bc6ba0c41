import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { createClient, createGraph } from "../../provider/graph";
import { tokenSource } from "../../provider/credentials";
import { processDeps } from "../../provider/deps";
import { createLookup, type Lookup } from "../../provider/operations/lookup";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { testSettings } from "../support/settings";

const id = (number: number): string => `60000000-0000-4000-9000-${String(number).padStart(12, "0")}`;
const awkward = "O'Brien's \"Zürich\" & 50% +1 #🚀";

describe("a lookup", () => {
    let simulator: Simulator;
    let lookup: Lookup;
    let sent: string[];
    const { signal } = new AbortController();
    setMaxListeners(0, signal);

    beforeEach(async () => {
        const state = realisticTenant();
        const named = Array.from({ length: 200 }, (_, at) => ({ id: id(at), displayName: `Team ${String(at)}` }));
        const more = [awkward, "Twice", "Twice"].map((displayName, at) => ({ id: id(900 + at), displayName }));
        simulator = await startSimulator({ state: { ...state, groups: [...state.groups, ...named, ...more] } });
        const settings = testSettings({ endpoint: simulator.url });
        const deps = processDeps();
        const client = createClient(settings, tokenSource(settings, deps), deps);
        sent = [];
        lookup = createLookup(
            createGraph(
                settings,
                (request, until) => {
                    sent.push(`${request.method} ${request.path}`);
                    return client(request, until);
                },
                deps,
            ),
            settings.apiVersion,
        );
    });
    afterEach(() => simulator.close());

    it("finds each kind by id and by name", async () => {
        const group = await lookup("group", { displayName: "Sales" }, signal);
        assert.deepEqual(await lookup("group", { id: group.id }, signal), group);
        const filter = await lookup("assignmentFilter", { displayName: "Windows 11 only" }, signal);
        assert.equal(filter.id, "f0000000-0000-4000-8000-000000000002");
        for (const [kind, policyId] of [
            ["deviceConfiguration", "c0000000-0000-4000-8000-000000000001"],
            ["deviceCompliancePolicy", "d0000000-0000-4000-8000-000000000001"],
        ] as const) {
            const policy = await lookup(kind, { id: policyId }, signal);
            assert.deepEqual(await lookup(kind, { displayName: policy.displayName }, signal), policy);
        }
    });

    it("escapes quotes, unicode and what URLs keep for themselves", async () => {
        assert.equal((await lookup("group", { displayName: awkward }, signal)).id, id(900));
    });

    it("never takes the first of several, and lists their ids", async () => {
        await assert.rejects(lookup("group", { displayName: "Twice" }, signal), {
            message: `Lookup failed: group named "Twice": there are 2: ${id(901)}, ${id(902)}. Give the id of the one you mean.`,
        });
    });

    it("asks for two hundred, one after the other, in at most fifteen requests, by name and by id", async () => {
        for (let at = 0; at < 200; at++) {
            const key = at % 2 === 0 ? { displayName: `Team ${String(at)}` } : { id: id(at) };
            assert.equal((await lookup("group", key, signal)).id, id(at));
        }
        assert.equal(sent.length, 6, sent.join("\n"));
        await assert.rejects(lookup("group", { displayName: "Twice" }, signal), /there are 2/);
        simulator.tenant.addGroup({ id: id(500), displayName: "Just made" });
        assert.equal((await lookup("group", { displayName: "Just made" }, signal)).id, id(500));
    });

    const obstacles: Readonly<Record<string, { pages: number; arrange: () => void }>> = {
        "are too many to be read": {
            pages: 5,
            arrange: () => {
                for (let at = 0; at < 5_000; at++) {
                    simulator.tenant.addGroup({ displayName: `Other ${String(at)}` });
                }
            },
        },
        "can't be listed": {
            pages: 1,
            arrange: () => {
                simulator.fail({ path: /groups\?\$select/, action: { type: "status", status: 400 } });
            },
        },
    };
    for (const [obstacle, { pages, arrange }] of Object.entries(obstacles)) {
        it(`goes on asking one by one where groups ${obstacle}`, async () => {
            arrange();
            for (let at = 0; at < 10; at++) {
                const { id: found } = await lookup("group", { displayName: `Team ${String(at)}` }, signal);
                assert.equal(found, id(at));
            }
            assert.equal(sent.length, 10 + pages, sent.join("\n"));
        });
    }

    it("counts an object that two pages hold as one", async () => {
        const settings = testSettings();
        const row = { id: id(1), displayName: "Once" };
        const graph = createGraph(
            settings,
            ({ url }) => {
                const next = url === undefined ? { "@odata.nextLink": `${settings.endpoint}/beta/x?$skiptoken=1` } : {};
                const value = { value: [row], ...next };
                return Promise.resolve({ type: "answer", status: 200, headers: {}, body: { type: "json", value } });
            },
            processDeps(),
        );
        const found = await createLookup(graph, "beta")("deviceConfiguration", { displayName: "Once" }, signal);
        assert.deepEqual(found, row);
    });

    it("says that there is none", async () => {
        await assert.rejects(lookup("group", { displayName: "Nobody" }, signal), /there is none in this tenant/);
        await assert.rejects(lookup("assignmentFilter", { displayName: "windows 11 ONLY" }, signal), /Did you mean/);
        await assert.rejects(lookup("group", { id: id(999) }, signal), /with the id .* there is none/);
    });

    it("asks two hundred names in at most fifteen requests, and each only once", async () => {
        const all = (): Promise<unknown> =>
            Promise.all(
                Array.from({ length: 200 }, (_, at) => lookup("group", { displayName: `Team ${String(at)}` }, signal)),
            );
        await all();
        await all();
        assert.ok(sent.length <= 15, `${String(sent.length)} requests`);
    });
});
