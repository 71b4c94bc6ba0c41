import assert from "node:assert/strict";
import type { KindName } from "../../provider/assignment/kinds";
import { kinds } from "../../provider/assignment/kinds";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import { realisticTenant, startSimulator, type FaultRule, type Simulator, type StoredRow } from "../../simulator";
import { fastDeps } from "../support/deps";
import { openSession } from "../support/host";
import { rejection } from "../support/rejection";

const tenant = realisticTenant();
const group = (number: number): string => String(tenant.groups[number]?.id);
const filterId = String(tenant.assignmentFilters[0]?.id);

interface Subject {
    readonly kind: KindName;
    readonly policyId: string;
}

const subjects: Subject[] = [
    { kind: "deviceConfiguration", policyId: String(tenant.deviceConfigurations[1]?.id) },
    { kind: "deviceCompliancePolicy", policyId: String(tenant.deviceCompliancePolicies[0]?.id) },
    { kind: "enrollmentConfiguration", policyId: String(tenant.deviceEnrollmentConfigurations[3]?.id) },
];

function inputs({ kind, policyId }: Subject, target: unknown): Record<string, unknown> {
    return { [kinds[kind].policyArgument]: policyId, target };
}

describe("writing rows", () => {
    let simulator: Simulator;
    beforeEach(async () => {
        simulator = await startSimulator({ state: realisticTenant() });
    });
    afterEach(() => simulator.close());

    function rows({ kind, policyId }: Subject): readonly StoredRow[] {
        // Order has no meaning: the service lists inherited rows where it likes.
        return simulator.tenant
            .assignments(kinds[kind].collection, policyId)
            .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    }

    function writes(): string[] {
        return simulator.requests
            .filter(({ method }) => method !== "GET")
            .map(({ method, path, status }) => `${method} ${path.split("/").slice(3).join("/")} ${String(status)}`);
    }

    function addInherited({ kind, policyId }: Subject): void {
        const target = { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: group(4) };
        simulator.tenant.assign(kinds[kind].collection, policyId, target, "policySets");
    }

    for (const subject of subjects) {
        const { kind } = subject;
        const handler = createRowHandler(kind);
        const target = { type: "group", groupId: group(1), filterId, filterType: "include" } as const;

        it(`keeps other people's rows and those of policy sets byte for byte: ${kind}`, async () => {
            addInherited(subject);
            const before = rows(subject);
            const session = openSession(simulator.url);
            const { outs } = await handler.create(session, inputs(subject, target));
            const changed = inputs(subject, { ...target, filterType: "exclude" });
            await handler.update(session, "", outs, changed);
            assert.deepEqual(
                rows(subject).filter((row) => before.some(({ id }) => id === row.id)),
                before,
            );
            assert.equal(rows(subject).length, before.length + 1);
            await handler.delete(session, changed);
            assert.deepEqual(rows(subject), before);
        });

        it(`never sends source, sourceId, an id or a row of a policy set: ${kind}`, async () => {
            addInherited(subject);
            await handler.create(openSession(simulator.url), inputs(subject, target));
            const bodies = simulator.requests
                .filter(({ method }) => method === "POST")
                .map(({ body }) => JSON.stringify(body));
            assert.ok(bodies.length > 0);
            bodies.forEach((body) => {
                assert.doesNotMatch(body, /"source|"id"/);
                assert.equal(body.includes(group(4)), false);
            });
        });

        it(`adopts an equal row without a write: ${kind}`, async () => {
            const { id } = await handler.create(openSession(simulator.url), inputs(subject, target));
            simulator.clearRequests();
            const again = await handler.create(openSession(simulator.url), inputs(subject, target));
            assert.equal(again.id, id);
            assert.deepEqual(writes(), []);
        });

        it(`refuses a row with another filter, naming both, and changes nothing: ${kind}`, async () => {
            await handler.create(openSession(simulator.url), inputs(subject, target));
            const before = rows(subject);
            const error = await rejection(
                handler.create(openSession(simulator.url), inputs(subject, { type: "group", groupId: group(1) })),
            );
            assert.match(
                error.message,
                /Assign failed: .* assigned already with filter include .* the program wants no filter/,
            );
            assert.deepEqual(rows(subject), before);
        });

        it(`makes twenty rows created at once with at most three list writes: ${kind}`, async () => {
            for (let number = 0; number < 20; number += 1) {
                simulator.tenant.addGroup({
                    id: `77000000-0000-4000-8000-0000000000${String(number + 10)}`,
                    displayName: "g",
                });
            }
            const session = openSession(simulator.url);
            await Promise.all(
                Array.from({ length: 20 }, (_, number) =>
                    handler.create(
                        session,
                        inputs(subject, {
                            type: "group",
                            groupId: `77000000-0000-4000-8000-0000000000${String(number + 10)}`,
                        }),
                    ),
                ),
            );
            assert.equal(rows(subject).filter(({ id }) => id.includes("_77000000")).length, 20);
            assert.ok(simulator.counts().assigns <= 3);
        });

        it(`shows a row removed or changed by hand as drift, says what differs, and repairs it: ${kind}`, async () => {
            const wanted = inputs(subject, target);
            const { outs } = await handler.create(openSession(simulator.url), wanted);
            const live = rows(subject);
            const own = (row: StoredRow): boolean => row.target["groupId"] === group(1);
            const tamperings: [StoredRow[], RegExp][] = [
                [live.filter((row) => !own(row)), /the assignment is gone from Graph/],
                [
                    live.map((row) =>
                        own(row)
                            ? {
                                  ...row,
                                  target: { ...row.target, deviceAndAppManagementAssignmentFilterType: "exclude" },
                              }
                            : row,
                    ),
                    /Graph has filter exclude .*, the program wants filter include/,
                ],
            ];
            for (const [tampered, line] of tamperings) {
                simulator.tenant.setAssignments(kinds[kind].collection, subject.policyId, tampered);
                const session = openSession(simulator.url);
                const diff = await handler.diff(session, outs, wanted);
                assert.equal(diff.changes, true);
                assert.deepEqual(diff.replaces, []);
                assert.match(diff.drift.join("\n"), line);
                await handler.update(session, "", outs, wanted);
                assert.equal((await handler.diff(openSession(simulator.url), outs, wanted)).changes, false);
            }
        });

        it(`is put right after an answer that was lost, refused or unreadable, without a double: ${kind}`, async () => {
            const actions: FaultRule["action"][] = [
                { type: "drop", applied: true },
                { type: "drop", applied: false },
                { type: "status", status: 500, applied: true },
                { type: "status", status: 502 },
                { type: "status", status: 503, headers: { "Retry-After": "1" } },
                { type: "status", status: 504, applied: true },
                { type: "status", status: 429, headers: { "Retry-After": "400" } },
                { type: "truncate" },
                { type: "html", status: 200, applied: true },
                { type: "emptyBody" },
            ];
            for (const action of actions) {
                for (const path of ["/assign$", "/assignments$"]) {
                    simulator.clearFaults();
                    simulator.fail({ method: "POST", path, action });
                    const session = openSession(simulator.url);
                    const { outs } = await handler.create(session, inputs(subject, target));
                    assert.equal(rows(subject).filter((row) => row.target["groupId"] === group(1)).length, 1);
                    assert.equal(
                        (await handler.diff(openSession(simulator.url), outs, inputs(subject, target))).changes,
                        false,
                    );
                    simulator.clearFaults();
                    await handler.delete(openSession(simulator.url), outs);
                }
            }
        });
    }

    it("probes for a missing route once for each kind, then assigns", async () => {
        const subject: Subject = {
            kind: "deviceCompliancePolicy",
            policyId: String(tenant.deviceCompliancePolicies[0]?.id),
        };
        const other: Subject = {
            kind: "deviceCompliancePolicy",
            policyId: String(tenant.deviceCompliancePolicies[1]?.id),
        };
        const session = openSession(simulator.url);
        const handler = createRowHandler("deviceCompliancePolicy");
        const target = { type: "group", groupId: group(1) };
        await Promise.all([
            handler.create(session, inputs(subject, target)),
            handler.create(session, inputs(other, target)),
        ]);
        assert.equal(writes().filter((line) => line === "POST assignments 400").length, 1);
        assert.equal(writes().filter((line) => line === "POST assign 200").length, 2);
    });

    it("says what to do where a forced mode has no route, and changes nothing", async () => {
        const [, compliance, enrollment] = subjects;
        assert.ok(compliance && enrollment);
        const before = simulator.tenant.toJSON();
        const target = { type: "group", groupId: group(1) };
        const forced = await rejection(
            createRowHandler("deviceCompliancePolicy").create(
                openSession(simulator.url, { writeMode: "collection" }),
                inputs(compliance, target),
            ),
        );
        assert.match(
            forced.message,
            /no route for POST \.\.\.\/assignments\. Nothing was changed\. Set intune:writeMode to "auto"/,
        );
        const scoped = await rejection(
            createRowHandler("enrollmentConfiguration").create(openSession(simulator.url), {
                ...inputs(enrollment, target),
                userId: "ada@example.com",
            }),
        );
        assert.match(scoped.message, /Assign the configuration itself: leave out userId/);
        const reference = await rejection(
            createRowHandler("deviceConfiguration").create(openSession(simulator.url, { writeMode: "reference" }), {
                deviceConfigurationId: String(tenant.deviceConfigurations[0]?.id),
                target,
            }),
        );
        assert.match(reference.message, /no route for POST \.\.\.\/assignments\/\$ref/);
        assert.deepEqual(simulator.tenant.toJSON(), before);
    });

    it("refuses a merge with other people's rows on v1.0, which hides their filters", async () => {
        const [, compliance] = subjects;
        assert.ok(compliance);
        const before = simulator.tenant.toJSON();
        const error = await rejection(
            createRowHandler("deviceCompliancePolicy").create(
                openSession(simulator.url, { apiVersion: "v1.0" }),
                inputs(compliance, { type: "group", groupId: group(1) }),
            ),
        );
        assert.match(error.message, /Set intune:apiVersion to "beta"/);
        assert.deepEqual(simulator.tenant.toJSON(), before);
    });
});

describe("a new owner and an old one in the same run", () => {
    const policyId = String(tenant.deviceCompliancePolicies[1]?.id);
    const targets = [{ type: "allDevices" }, { type: "group", groupId: group(1) }] as const;
    const row = createRowHandler("deviceCompliancePolicy");
    const set = createSetHandler("deviceCompliancePolicy");
    const setProps = { deviceCompliancePolicyId: policyId, targets };
    const rowProps = targets.map((target) => ({ deviceCompliancePolicyId: policyId, target }));
    let simulator: Simulator;
    beforeEach(async () => {
        simulator = await startSimulator({ state: realisticTenant() });
    });
    afterEach(() => simulator.close());

    function count(): number {
        return simulator.tenant.assignments("deviceCompliancePolicies", policyId).length;
    }

    async function createRows(url: string): Promise<void> {
        const session = openSession(url);
        await Promise.all(rowProps.map((props) => row.create(session, props)));
    }

    it("leave the rows live when rows become a set", async () => {
        await createRows(simulator.url);
        const run = openSession(simulator.url);
        await set.create(run, setProps);
        await Promise.all(rowProps.map((props) => row.delete(run, props)));
        assert.equal(count(), 2);
    });

    it("leave the rows live when a set becomes rows", async () => {
        await set.create(openSession(simulator.url), setProps);
        const run = openSession(simulator.url);
        await Promise.all(rowProps.map((props) => row.create(run, props)));
        await set.delete(run, setProps);
        assert.equal(count(), 2);
    });

    it("leave the rows live when a set is renamed", async () => {
        await set.create(openSession(simulator.url), setProps);
        const run = openSession(simulator.url);
        await set.create(run, setProps);
        await set.delete(run, setProps);
        assert.equal(count(), 2);
    });

    it("remove everything in the next run all the same", async () => {
        await createRows(simulator.url);
        await set.delete(openSession(simulator.url), setProps);
        assert.equal(count(), 0);
    });
});

describe("reading", () => {
    it("finds out that nothing drifted with one request for a kind", async () => {
        const simulator = await startSimulator({ state: realisticTenant() });
        try {
            const handler = createRowHandler("deviceCompliancePolicy");
            const programs = tenant.deviceCompliancePolicies.map(({ id }) => ({
                deviceCompliancePolicyId: id,
                target: { type: "group", groupId: group(1) },
            }));
            const state = [];
            for (const program of programs) {
                simulator.tenant.setAssignments("deviceCompliancePolicies", program.deviceCompliancePolicyId, []);
                state.push((await handler.create(openSession(simulator.url), program)).outs);
            }
            simulator.clearRequests();
            const session = openSession(simulator.url);
            for (const [at, program] of programs.entries()) {
                assert.equal((await handler.diff(session, state[at] ?? {}, program)).changes, false);
            }
            assert.equal(simulator.counts().http, 1);
        } finally {
            await simulator.close();
        }
    });

    it("confirms on the policy itself what an expanded list does not show", async () => {
        const simulator = await startSimulator({ state: realisticTenant() });
        try {
            const handler = createSetHandler("deviceCompliancePolicy");
            const deviceCompliancePolicyId = String(tenant.deviceCompliancePolicies[1]?.id);
            const program = { deviceCompliancePolicyId, targets: [{ type: "allDevices" }] };
            const { outs } = await handler.create(openSession(simulator.url), program);
            simulator.fail({
                method: "GET",
                path: "expand",
                action: {
                    type: "status",
                    status: 200,
                    body: { value: [{ id: deviceCompliancePolicyId, assignments: [] }] },
                },
            });
            assert.equal((await handler.diff(openSession(simulator.url), outs, program)).changes, false);
        } finally {
            await simulator.close();
        }
    });

    it("sees rows of its own that reads do not show yet", async () => {
        const simulator = await startSimulator({ state: realisticTenant(), readLagMs: 300 });
        try {
            const deps = {
                ...fastDeps(),
                now: Date.now,
                sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
            };
            const session = openSession(simulator.url, { pacing: "off" }, deps);
            const handler = createRowHandler("enrollmentConfiguration");
            const deviceEnrollmentConfigurationId = String(tenant.deviceEnrollmentConfigurations[2]?.id);
            for (const number of [1, 2, 3]) {
                await handler.create(session, {
                    deviceEnrollmentConfigurationId,
                    target: { type: "group", groupId: group(number) },
                });
            }
            assert.equal(
                simulator.tenant.assignments("deviceEnrollmentConfigurations", deviceEnrollmentConfigurationId).length,
                3,
            );
        } finally {
            await simulator.close();
        }
    });
});
