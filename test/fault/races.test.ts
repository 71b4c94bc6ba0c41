import assert from "node:assert/strict";
import { createRowHandler } from "../../provider/resources/row";
import { startSimulator, syntheticId, syntheticTenant, type Simulator } from "../../simulator";
import { fastDeps, type TestDeps } from "../support/deps";
import { openSession } from "../support/host";

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

    it("reads behind in time are not taken for somebody else's change", async () => {
        const session = openSession(simulator.url, {}, deps);
        await handler.create(session, inputs(10));
        await handler.delete(session, inputs(10));
        await handler.create(session, inputs(11));
        assert.deepEqual(groups().sort(), [1, 2, 11].map(syntheticId.group));
        assert.doesNotMatch(deps.lines.join("\n"), /somebody else/);
    });
});
