import assert from "node:assert/strict";
import { kinds, type KindName } from "../../provider/assignment/kinds";
import { createRowHandler } from "../../provider/resources/row";
import { startSimulator, syntheticId, syntheticTenant, type Simulator } from "../../simulator";
import { fastDeps, type TestDeps } from "../support/deps";
import { openSession } from "../support/host";
import { rejection } from "../support/rejection";

const family = "deviceCompliancePolicies";
const policyId = syntheticId.policy(family, 1);
const handler = createRowHandler("deviceCompliancePolicy");

function inputs(group: number): Record<string, unknown> {
    return { deviceCompliancePolicyId: policyId, target: { type: "group", groupId: syntheticId.group(group) } };
}

describe("somebody else who writes between our read and our write", () => {
    let simulator: Simulator;
    let deps: TestDeps;

    beforeEach(async () => {
        deps = fastDeps();
        simulator = await startSimulator({
            state: syntheticTenant({ family, policies: 1, assignmentsPerPolicy: 2 }),
        });
    });
    afterEach(() => simulator.close());

    function groups(): string[] {
        return simulator.tenant.assignments(family, policyId).map(({ target }) => String(target["groupId"]));
    }

    /** Assigns the groups by hand, each right after the next read of ours that stands alone. */
    function assignAfterReads(...numbers: readonly number[]): void {
        const left = [...numbers];
        simulator.onRequest(({ method, path }, when) => {
            const next = left[0];
            if (when === "after" && method === "GET" && path.includes("/assignments") && next !== undefined) {
                left.shift();
                simulator.tenant.assign(family, policyId, {
                    "@odata.type": "#microsoft.graph.groupAssignmentTarget",
                    groupId: syntheticId.group(next),
                });
            }
        });
    }

    it("keeps the assignment, and both are told", async () => {
        assignAfterReads(50);
        await handler.create(openSession(simulator.url, {}, deps), inputs(10));
        assert.deepEqual(groups().sort(), [1, 2, 10, 50].map(syntheticId.group));
        assert.match(deps.lines.join("\n"), /warn .*somebody else changed the assignments.*kept: .*0050/);
    });

    it("keeps what others had, too, when we remove a row", async () => {
        assignAfterReads(50);
        await handler.delete(openSession(simulator.url, {}, deps), inputs(1));
        assert.deepEqual(groups().sort(), [2, 50].map(syntheticId.group));
    });

    it("says that an assignment is there again which they removed", async () => {
        simulator.onRequest(({ method, path }, when) => {
            if (when === "after" && method === "GET" && path.includes("/assignments")) {
                simulator.onRequest(undefined);
                const rows = simulator.tenant.assignments(family, policyId);
                simulator.tenant.setAssignments(
                    family,
                    policyId,
                    rows.filter(({ target }) => target["groupId"] !== syntheticId.group(2)),
                );
            }
        });
        await handler.create(openSession(simulator.url, {}, deps), inputs(10));
        assert.deepEqual(groups().sort(), [1, 2, 10].map(syntheticId.group));
        assert.match(deps.lines.join("\n"), /warn .*somebody else removed assignments .*there again: .*0002/);
    });

    it("reads behind in time are not taken for somebody else's change", async () => {
        const session = openSession(simulator.url, {}, deps);
        await handler.create(session, inputs(10));
        await handler.delete(session, inputs(10));
        await handler.create(session, inputs(11));
        assert.deepEqual(groups().sort(), [1, 2, 11].map(syntheticId.group));
        assert.doesNotMatch(deps.lines.join("\n"), /somebody else/);
    });
});

describe("two stacks on one policy, both at once", () => {
    for (const kind of Object.keys(kinds) as KindName[]) {
        it(`keep each other's rows and those of a third: ${kind}`, async () => {
            const { collection, policyArgument } = kinds[kind];
            const id = syntheticId.policy(collection, 1);
            const simulator = await startSimulator({
                state: syntheticTenant({ family: collection, policies: 1, assignmentsPerPolicy: 2 }),
            });
            const rows = createRowHandler(kind);
            const inputs = (group: number): Record<string, unknown> => ({
                [policyArgument]: id,
                target: { type: "group", groupId: syntheticId.group(group) },
            });
            const live = (): string[] =>
                simulator.tenant
                    .assignments(collection, id)
                    .map(({ target }) => String(target["groupId"]))
                    .sort();
            try {
                for (let round = 0; round < 10; round += 1) {
                    const stacks = [10, 20, 30].map((group) => ({
                        group,
                        session: openSession(simulator.url, { pacing: "off" }),
                    }));
                    const ends = await Promise.all(
                        stacks.map(async ({ group, session }) => {
                            const { outs } = await rows.create(session, inputs(group));
                            return { outs };
                        }),
                    );
                    assert.deepEqual(live(), [1, 2, 10, 20, 30].map(syntheticId.group), `round ${String(round)}`);
                    for (const { outs } of ends) {
                        await rows.delete(openSession(simulator.url, { pacing: "off" }), outs);
                    }
                    assert.deepEqual(live(), [1, 2].map(syntheticId.group), `round ${String(round)}`);
                }
            } finally {
                await simulator.close();
            }
        });
    }
});

describe("something that vanishes in the middle of a run", () => {
    let simulator: Simulator;

    beforeEach(async () => {
        simulator = await startSimulator({
            state: syntheticTenant({ family, policies: 1, assignmentsPerPolicy: 2 }),
        });
    });
    afterEach(() => simulator.close());

    /** Does it once, after the first read of the policy. */
    function afterFirstRead(act: () => void): void {
        simulator.onRequest(({ method }, when) => {
            if (method === "GET" && when === "after") {
                simulator.onRequest(undefined);
                act();
            }
        });
    }

    it("fails by the policy's id when the policy is deleted, and its removal is a success", async () => {
        const session = openSession(simulator.url);
        const { outs } = await handler.create(session, inputs(10));
        afterFirstRead(() => {
            simulator.tenant.removePolicy(family, policyId);
        });
        const { message } = await rejection(handler.create(openSession(simulator.url), inputs(11)));
        assert.match(message, new RegExp(`compliance policy .*${policyId}.*404`));
        await handler.delete(openSession(simulator.url), outs);
        assert.equal((await handler.read(openSession(simulator.url), "id", outs)).id, "");
    });

    it("fails by the group's id when the group is deleted, and changes nothing", async () => {
        afterFirstRead(() => {
            simulator.tenant.removeGroup(syntheticId.group(11));
        });
        const { message } = await rejection(handler.create(openSession(simulator.url), inputs(11)));
        assert.match(message, new RegExp(syntheticId.group(11)));
        assert.equal(simulator.tenant.assignments(family, policyId).length, 2);
    });

    it("fails by the filter's id when the filter is deleted, and changes nothing", async () => {
        afterFirstRead(() => {
            simulator.tenant.removeFilter(syntheticId.filter(1));
        });
        const target = { ...(inputs(11)["target"] as object), filterId: syntheticId.filter(1), filterType: "include" };
        const { message } = await rejection(handler.create(openSession(simulator.url), { ...inputs(11), target }));
        assert.match(message, new RegExp(syntheticId.filter(1)));
        assert.equal(simulator.tenant.assignments(family, policyId).length, 2);
    });
});
