import assert from "node:assert/strict";
import { kinds, type KindName } from "../../provider/assignment/kinds";
import type { ResourceHandler } from "../../provider/resources/handler";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import {
    startSimulator,
    syntheticId,
    syntheticTenant,
    type FaultAction,
    type Mode,
    type Simulator,
} from "../../simulator";
import { up, type Declared, type Program, type State } from "./miniEngine";
import { count } from "./facts";
import { openSession } from "./host";

/** Ends of a write that leave open whether it was made; each once made and once not, where it can be either. */
const ends: Readonly<Record<string, FaultAction>> = {
    "a connection that breaks before the write is made": { type: "drop", applied: false },
    "a connection that breaks after the write was made": { type: "drop", applied: true },
    "an answer that breaks off": { type: "truncate", cut: true },
    "half of the JSON": { type: "truncate" },
    "a success without a body": { type: "emptyBody" },
    "an HTML page with 200, the write made": { type: "html", status: 200, applied: true },
    "an HTML page with 502, the write not made": { type: "html", status: 502 },
    "408, the write not made": { type: "status", status: 408 },
    "500, the write made": { type: "status", status: 500, applied: true },
    "502, the write made": { type: "status", status: 502, applied: true },
    "503, the write not made": { type: "status", status: 503 },
    "504, the write made": { type: "status", status: 504, applied: true },
    "507, the write not made": { type: "status", status: 507 },
};

/** Takes a second of real time, so it is not tried everywhere. */
const slowEnd: Readonly<Record<string, FaultAction>> = {
    "an answer that comes after the time limit, the write made": { type: "delay", ms: 1_200 },
};

function isSlowTried({ writeMode, policies }: Setting): boolean {
    return writeMode === "auto" && policies === 1;
}

type Shape = "row" | "set";
type Verb = "create" | "update" | "delete";

interface Setting {
    readonly kind: KindName;
    readonly shape: Shape;
    readonly mode: Mode;
    readonly writeMode: "auto" | "assign" | "collection" | "reference";
    /** Policies that are written at once: several travel in one batch. */
    readonly policies: 1 | 3;
}

function settingsOf(kind: KindName): Setting[] {
    const all = (["row", "set"] as const).flatMap((shape) =>
        (["service", "documented"] as const).flatMap((mode) =>
            (["auto", "assign", "collection", "reference"] as const).flatMap((writeMode) =>
                ([1, 3] as const).map((policies): Setting => ({ kind, shape, mode, writeMode, policies })),
            ),
        ),
    );
    return all.filter((setting) => setting.shape === "row" || !writesRows(setting)).filter(hasRoute);
}

function writesRows({ writeMode }: Setting): boolean {
    return writeMode === "collection" || writeMode === "reference";
}

/** `$ref` is documented for configurations alone, and tenants write rows of these alone. */
function hasRoute(setting: Setting): boolean {
    const { kind, mode, writeMode } = setting;
    return (
        !writesRows(setting) ||
        (mode === "documented" && (writeMode === "collection" || kind === "deviceConfiguration")) ||
        (kind === "deviceConfiguration" && writeMode === "collection")
    );
}

function handlerOf({ kind, shape }: Setting): ResourceHandler {
    return shape === "row" ? createRowHandler(kind) : createSetHandler(kind);
}

/** What the program wants: with `filter`, or nothing at all. */
function programOf(setting: Setting, ids: readonly string[], filter: number | undefined): Program {
    const handler = handlerOf(setting);
    const target = {
        type: "group",
        groupId: syntheticId.group(10),
        ...(filter === undefined ? {} : { filterId: syntheticId.filter(filter), filterType: "include" }),
    };
    const wanted = setting.shape === "row" ? { target } : { targets: [target] };
    return new Map(
        ids.map((id, at): [string, Declared] => [
            `resource-${String(at)}`,
            { handler, inputs: { [kinds[setting.kind].policyArgument]: id, ...wanted } },
        ]),
    );
}

/** Every way a write can end unclear, for rows and sets of a kind in every write mode, alone and in a batch. */
export function describeUnclearEnds(kind: KindName): void {
    describe("a write whose end is not known", () => {
        for (const setting of settingsOf(kind)) {
            const { shape, mode, writeMode, policies } = setting;
            const family = kinds[kind].collection;
            const name = `${kind} ${shape}, ${writeMode}, ${mode} mode, ${policies === 1 ? "alone" : "in a batch"}`;

            it(`leaves exactly one assignment, known to the state: ${name}`, async () => {
                const ids = Array.from({ length: policies }, (_, at) => syntheticId.policy(family, at + 1));
                const state0 = syntheticTenant({ family, policies, assignmentsPerPolicy: shape === "row" ? 2 : 0 });
                const simulator = await startSimulator({ mode, state: state0 });
                try {
                    for (const [end, action] of Object.entries(isSlowTried(setting) ? { ...ends, ...slowEnd } : ends)) {
                        for (const verb of ["create", "update", "delete"] as const) {
                            await run(simulator, setting, ids, verb, action, end);
                        }
                    }
                } finally {
                    await simulator.close();
                }
            });
        }

        async function run(
            simulator: Simulator,
            setting: Setting,
            ids: readonly string[],
            verb: Verb,
            action: FaultAction,
            end: string,
        ): Promise<void> {
            const where = `${verb} that ends with ${end}`;
            const family = kinds[setting.kind].collection;
            const open = () =>
                openSession(simulator.url, { writeMode: setting.writeMode, pacing: "off", requestTimeoutSeconds: "1" });
            const foreign = (): string[] =>
                ids
                    .flatMap((id) =>
                        simulator.tenant
                            .assignments(family, id)
                            .filter(({ target }) => target["groupId"] !== syntheticId.group(10))
                            .map((row) => JSON.stringify(row)),
                    )
                    .sort();
            const ours = (): unknown[] =>
                ids.flatMap((id) =>
                    simulator.tenant
                        .assignments(family, id)
                        .filter(({ target }) => target["groupId"] === syntheticId.group(10))
                        .map((row) => row.target["deviceAndAppManagementAssignmentFilterId"] ?? null),
                );
            const state: State = new Map();
            const others = foreign();
            const start = programOf(setting, ids, verb === "create" ? undefined : 1);
            if (verb !== "create") {
                assert.deepEqual((await up(open(), start, state)).errors, []);
            }
            const program =
                verb === "create"
                    ? start
                    : verb === "update"
                      ? programOf(setting, ids, 2)
                      : new Map<string, Declared>();
            for (const method of ["POST", "DELETE"]) {
                simulator.fail({ method, path: /\/assign/, times: ids.length === 1 ? 1 : 2, action });
            }
            const outcome = await up(open(), program, state);
            simulator.clearFaults();
            count("unclear ends");
            assert.deepEqual(outcome.errors, [], where);
            assert.deepEqual(
                ours(),
                verb === "delete" ? [] : ids.map(() => (verb === "create" ? null : syntheticId.filter(2))),
                where,
            );
            assert.deepEqual(foreign(), others, where);
            assert.equal(state.size, verb === "delete" ? 0 : ids.length, where);
            assert.deepEqual((await up(open(), program, state, false)).steps, [], where);
            const emptied = await up(open(), new Map(), state);
            assert.deepEqual(emptied.errors, [], where);
            assert.deepEqual([ours(), foreign()], [[], others], where);
        }
    });
}
