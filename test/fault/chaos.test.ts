import assert from "node:assert/strict";
import { kinds, type KindName } from "../../provider/assignment/kinds";
import { IntuneError } from "../../provider/errors";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import { startSimulator, syntheticId, syntheticTenant } from "../../simulator";
import { fastDeps } from "../support/deps";
import { count } from "../support/facts";
import { openSession } from "../support/host";
import { up, type Declared, type Program, type State } from "../support/miniEngine";

const policies = 12;
const runsOfEach = 8;
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

/** Mulberry32: numbers from 0 to below 1, the same for the same seed. */
function seeded(start: number): () => number {
    let state = start;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}

/** One resource for each policy. `edition` draws the filters, and every third policy is left out by turns. */
function programOf(kind: KindName, shape: "rows" | "sets", edition: number): Program {
    const handler = shape === "rows" ? createRowHandler(kind) : createSetHandler(kind);
    const all = Array.from({ length: policies }, (_, at): [string, Declared] => {
        const target = {
            type: "group",
            groupId: syntheticId.group(10),
            filterId: syntheticId.filter(1 + ((edition + at) % 3)),
            filterType: "include",
        };
        const inputs = {
            [kinds[kind].policyArgument]: syntheticId.policy(kinds[kind].collection, at + 1),
            ...(shape === "rows" ? { target } : { targets: [target] }),
        };
        return [`resource-${String(at)}`, { handler, inputs }];
    });
    return new Map(all.filter((_, at) => (edition + at) % 3 !== 0));
}

describe(`a Graph that fails at random (seed ${String(seed)})`, () => {
    for (const chance of [0.1, 0.3]) {
        for (const kind of Object.keys(kinds) as KindName[]) {
            for (const shape of ["rows", "sets"] as const) {
                it(`never makes a wrong success: ${String(chance * 100)} % of requests, ${kind} as ${shape}`, async () => {
                    for (let run = 0; run < runsOfEach; run += 1) {
                        await chaos(kind, shape, chance, seed + run);
                    }
                });
            }
        }
    }

    async function chaos(kind: KindName, shape: "rows" | "sets", chance: number, start: number): Promise<void> {
        const random = seeded(start);
        const family = kinds[kind].collection;
        const assignmentsPerPolicy = shape === "rows" ? 2 : 0;
        const simulator = await startSimulator({
            random,
            mode: start % 2 === 0 ? "service" : "documented",
            state: syntheticTenant({ family, policies, assignmentsPerPolicy }),
        });
        const open = () =>
            openSession(simulator.url, { pacing: "off", operationTimeoutSeconds: "600" }, fastDeps(random));
        const rows = (isOurs: boolean): string[] =>
            simulator.tenant
                .list(family)
                .flatMap(({ id, assignments }) =>
                    assignments
                        .filter(({ target }) => (target["groupId"] === syntheticId.group(10)) === isOurs)
                        .map(({ target }) => `${id} ${String(target["deviceAndAppManagementAssignmentFilterId"])}`),
                )
                .sort();
        const wantedOf = (program: Program): string[] =>
            [...program.values()]
                .map(({ inputs }) => {
                    const { target, targets } = inputs as Record<string, Record<string, unknown> & unknown[]>;
                    const { filterId } = (target ?? targets?.[0]) as { filterId: string };
                    return `${String(inputs[kinds[kind].policyArgument])} ${filterId}`;
                })
                .sort();
        try {
            const state: State = new Map();
            const foreign = rows(false);
            for (let edition = 0; edition < 3; edition += 1) {
                const program = programOf(kind, shape, edition);
                simulator.fail({ chance, action: { type: "random" } });
                simulator.fail({ chance: chance / 10, method: "POST", action: { type: "drop", applied: true } });
                const { errors } = await up(open(), program, state);
                simulator.clearFaults();
                count("chaotic runs");
                for (const error of errors) {
                    assert.ok(IntuneError.isInstance(error), String(error));
                }
                const where = `seed ${String(start)}, edition ${String(edition)}`;
                assert.deepEqual(rows(false), foreign, where);
                if (errors.length > 0) {
                    assert.deepEqual((await up(open(), program, state)).errors, [], where);
                }
                assert.deepEqual(rows(true), wantedOf(program), where);
                assert.deepEqual((await up(open(), program, state, false)).steps, [], where);
            }
            count("faults in chaotic runs", simulator.requests.filter(({ status }) => status >= 429).length);
        } finally {
            await simulator.close();
        }
    }
});
