import assert from "node:assert/strict";
import fc from "fast-check";
import type { Target } from "../../provider/assignment/arguments";
import { isEqualTarget, slotOf } from "../../provider/assignment/identity";
import { kinds, type KindName } from "../../provider/assignment/kinds";
import { fromGraphTarget, toGraphTarget } from "../../provider/assignment/target";
import { CancelledError, IntuneError } from "../../provider/errors";
import { createSession, type Session } from "../../provider/operations/session";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import { fastDeps } from "../support/deps";
import { count } from "../support/facts";
import { refresh, up, type Declared, type Program, type State } from "../support/miniEngine";
import { createModelService, modelRow, type Fault, type ModelRow, type ModelService } from "../support/modelService";
import { testSettings } from "../support/settings";

/** Histories of one tenant: what a team, its colleagues and the network do to it over time. */

const runs = Number(process.env["HISTORIES"] ?? 2_000);
const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);

const group = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;
const filter = (n: number): string => `ffffffff-0000-4000-8000-00000000000${String(n)}`;
const policyIds = ["aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"] as const;
/** Groups from here on are other people's. */
const foreignGroups = [7, 8, 9].map(group);

type Shape = "rows" | "sets";
interface Setting {
    readonly kind: KindName;
    readonly shape: Shape;
    readonly mode: "service" | "documented";
}

type Command =
    | { readonly type: "declare"; readonly policy: number; readonly target: Target }
    | { readonly type: "retract"; readonly policy: number; readonly index: number }
    | { readonly type: "tamperRemove"; readonly policy: number; readonly index: number }
    | { readonly type: "tamperFilter"; readonly policy: number; readonly index: number; readonly filter: number }
    | { readonly type: "foreignAdd"; readonly policy: number; readonly group: number }
    | { readonly type: "loseState"; readonly policy: number }
    | { readonly type: "refresh" }
    | { readonly type: "up" }
    | { readonly type: "faultyUp"; readonly faults: readonly (Fault | undefined)[] }
    | { readonly type: "crash"; readonly afterRequests: number };

function targets(kind: KindName): fc.Arbitrary<Target> {
    const plain = fc.oneof(
        fc.constant<Target>({ type: "allDevices" }),
        fc.constant<Target>({ type: "allLicensedUsers" }),
        fc.integer({ min: 0, max: 3 }).map((n): Target => ({ type: "group", groupId: group(n) })),
        fc
            .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 }), fc.boolean())
            .map(([g, f, include]): Target => ({
                type: "group",
                groupId: group(g),
                filterId: filter(f),
                filterType: include ? "include" : "exclude",
            })),
        fc.constant<Target>({ type: "configurationManagerCollection", collectionId: "SMS00001" }),
    );
    return kind === "enrollmentConfiguration"
        ? plain
        : fc.oneof(
              plain,
              fc.integer({ min: 0, max: 3 }).map((n): Target => ({ type: "exclusionGroup", groupId: group(n) })),
          );
}

const faults = fc.oneof(
    { weight: 6, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom<Fault>({ type: "lost" }, { type: "never" }) },
    {
        weight: 2,
        arbitrary: fc
            .constantFrom(429, 500, 502, 503, 504, 409, 403)
            .map((status): Fault => ({ type: "status", status })),
    },
    {
        weight: 1,
        arbitrary: fc.constantFrom(500, 504).map((status): Fault => ({ type: "status", status, applied: true })),
    },
);

function commands(kind: KindName): fc.Arbitrary<Command[]> {
    const policy = fc.integer({ min: 0, max: 1 });
    const index = fc.nat(9);
    return fc.array(
        fc.oneof(
            {
                weight: 4,
                arbitrary: fc.record({ type: fc.constant("declare" as const), policy, target: targets(kind) }),
            },
            { weight: 2, arbitrary: fc.record({ type: fc.constant("retract" as const), policy, index }) },
            { weight: 1, arbitrary: fc.record({ type: fc.constant("tamperRemove" as const), policy, index }) },
            {
                weight: 1,
                arbitrary: fc.record({
                    type: fc.constant("tamperFilter" as const),
                    policy,
                    index,
                    filter: fc.integer({ min: 0, max: 2 }),
                }),
            },
            {
                weight: 1,
                arbitrary: fc.record({
                    type: fc.constant("foreignAdd" as const),
                    policy,
                    group: fc.integer({ min: 0, max: 2 }),
                }),
            },
            { weight: 1, arbitrary: fc.record({ type: fc.constant("loseState" as const), policy }) },
            { weight: 1, arbitrary: fc.constant({ type: "refresh" as const }) },
            { weight: 3, arbitrary: fc.constant({ type: "up" as const }) },
            {
                weight: 2,
                arbitrary: fc.record({
                    type: fc.constant("faultyUp" as const),
                    faults: fc.array(faults, { maxLength: 30 }),
                }),
            },
            {
                weight: 1,
                arbitrary: fc.record({ type: fc.constant("crash" as const), afterRequests: fc.nat(8) }),
            },
        ),
        { minLength: 1, maxLength: 30, size: "+1" },
    );
}

class World {
    readonly service: ModelService;
    readonly state: State = new Map();
    readonly wanted: Target[][] = [[], []];
    readonly foreign: ModelRow[][] = [[], []];

    constructor(readonly setting: Setting) {
        this.service = createModelService(setting.mode);
        policyIds.forEach((id, at) => {
            const rows = [
                ...(setting.shape === "rows"
                    ? [modelRow(id, toGraphTarget({ type: "group", groupId: foreignGroups[at] ?? "" }))]
                    : []),
                modelRow(
                    id,
                    toGraphTarget({ type: "group", groupId: "99999999-0000-4000-8000-000000000000" }),
                    "policySets",
                ),
            ];
            this.foreign[at] = rows;
            this.service.policies.set(this.key(at), rows);
        });
    }

    key(policy: number): string {
        return `${kinds[this.setting.kind].collection}/${String(policyIds[policy])}`;
    }

    live(policy: number): ModelRow[] {
        return this.service.policies.get(this.key(policy)) ?? [];
    }

    session(cancelled: AbortSignal = new AbortController().signal): Session {
        const settings = testSettings({ onExisting: "takeOver" });
        return createSession(settings, fastDeps(), cancelled, this.service.send);
    }

    program(): Program {
        const { kind, shape } = this.setting;
        const argument = kinds[kind].policyArgument;
        const entries = this.wanted.flatMap((list, at): [string, Declared][] =>
            shape === "sets"
                ? [
                      [
                          `set ${String(at)}`,
                          {
                              handler: createSetHandler(kind),
                              inputs: { [argument]: policyIds[at], targets: [...list] },
                          },
                      ],
                  ]
                : list.map((target) => [
                      `${String(at)} ${slotOf(target)}`,
                      { handler: createRowHandler(kind), inputs: { [argument]: policyIds[at], target } },
                  ]),
        );
        return new Map(entries);
    }

    isForeign(policy: number, row: ModelRow): boolean {
        return this.foreign[policy]?.some(({ id, source }) => id === row.id && source === row.source) === true;
    }

    own(policy: number): ModelRow[] {
        return this.live(policy).filter((row) => !this.isForeign(policy, row));
    }

    checkForeign(): void {
        this.foreign.forEach((rows, at) => {
            rows.forEach((row) => {
                assert.deepEqual(
                    this.live(at).find(({ id, source }) => id === row.id && source === row.source),
                    row,
                    "somebody else's assignment was lost or changed",
                );
            });
        });
    }

    checkConverged(): void {
        this.checkForeign();
        this.wanted.forEach((list, at) => {
            const own = this.own(at).flatMap(({ target }) => fromGraphTarget(target) ?? []);
            assert.equal(own.length, list.length, `${JSON.stringify(own)} instead of ${JSON.stringify(list)}`);
            list.forEach((target) => {
                assert.ok(
                    own.some((live) => isEqualTarget(live, target)),
                    `${JSON.stringify(target)} is missing`,
                );
            });
        });
        const ids = [...this.state.values()].map(({ id }) => id);
        assert.equal(new Set(ids).size, ids.length, "two resources have one id");
    }

    async cleanUp(): Promise<void> {
        const program = this.program();
        const preview = await up(this.session(), program, new Map(this.state), false);
        const applied = await up(this.session(), program, this.state);
        assert.deepEqual(applied.errors, []);
        assert.deepEqual(preview.steps, applied.steps);
        this.checkConverged();
        this.service.log.length = 0;
        const second = await up(this.session(), program, this.state);
        assert.deepEqual(second, { steps: [], errors: [] });
        assert.deepEqual(this.service.writes(), []);
    }

    async apply(command: Command): Promise<void> {
        switch (command.type) {
            case "declare": {
                const list = (this.wanted[command.policy] ?? []).filter(
                    (target) => slotOf(target) !== slotOf(command.target),
                );
                this.wanted[command.policy] = [...list, command.target];
                return;
            }
            case "retract": {
                const list = this.wanted[command.policy] ?? [];
                this.wanted[command.policy] = list.filter((_, at) => at !== command.index % Math.max(1, list.length));
                return;
            }
            case "tamperRemove":
            case "tamperFilter": {
                const own = this.own(command.policy);
                const victim = own[command.index % Math.max(1, own.length)];
                const rows = this.live(command.policy).flatMap((row): ModelRow[] => {
                    if (row !== victim) {
                        return [row];
                    }
                    const isExclusion = String(row.target["@odata.type"]).includes("exclusion");
                    return command.type === "tamperRemove" || isExclusion
                        ? []
                        : [
                              {
                                  ...row,
                                  target: {
                                      ...row.target,
                                      deviceAndAppManagementAssignmentFilterId: filter(command.filter),
                                      deviceAndAppManagementAssignmentFilterType: "exclude",
                                  },
                              },
                          ];
                });
                this.service.policies.set(this.key(command.policy), rows);
                return;
            }
            case "foreignAdd": {
                const id = String(policyIds[command.policy]);
                const row = modelRow(id, toGraphTarget({ type: "group", groupId: foreignGroups[command.group] ?? "" }));
                if (!this.live(command.policy).some((other) => other.id === row.id)) {
                    this.service.policies.set(this.key(command.policy), [...this.live(command.policy), row]);
                    if (this.setting.shape === "rows") {
                        this.foreign[command.policy] = [...(this.foreign[command.policy] ?? []), row];
                    }
                }
                return;
            }
            case "loseState":
                for (const [name, stored] of this.state) {
                    if (stored.id.includes(String(policyIds[command.policy])) && this.program().has(name)) {
                        this.state.delete(name);
                    }
                }
                // What is lost can only be found again while the program still says it.
                await this.cleanUp();
                return;
            case "refresh":
                await refresh(this.session(), this.state);
                return;
            case "up":
                await this.cleanUp();
                return;
            case "faultyUp": {
                const script = [...command.faults];
                this.service.fault = () => script.shift();
                const { errors } = await up(this.session(), this.program(), this.state);
                this.service.fault = undefined;
                errors.forEach((error) => {
                    assert.ok(IntuneError.isInstance(error), String(error instanceof Error ? error.stack : error));
                });
                this.checkForeign();
                if (errors.length === 0) {
                    this.checkConverged();
                }
                break;
            }
            case "crash": {
                // Nothing of what the run did gets into the state, as when an engine without checkpoints is killed.
                const before = [...this.state];
                const crash = new AbortController();
                let left = command.afterRequests;
                this.service.before = () => {
                    left -= 1;
                    if (left < 0) {
                        crash.abort(new CancelledError());
                    }
                };
                await up(this.session(crash.signal), this.program(), this.state);
                this.service.before = undefined;
                if (crash.signal.aborted) {
                    this.state.clear();
                    before.forEach(([name, stored]) => this.state.set(name, stored));
                }
                this.checkForeign();
                // What a run assigned that left no trace is found by the next run of the same program, and by no other.
                const { errors } = await up(this.session(), this.program(), this.state);
                assert.deepEqual(errors, []);
                this.checkConverged();
            }
        }
    }
}

const settings: Setting[] = (["service", "documented"] as const).flatMap((mode) =>
    (Object.keys(kinds) as KindName[]).flatMap((kind) =>
        (["rows", "sets"] as const).map((shape): Setting => ({ kind, shape, mode })),
    ),
);

describe(`any history of edits, tampering, lost state and faults (seed ${String(seed)})`, function () {
    this.timeout(600_000);
    for (const setting of settings) {
        it(`converges, ${setting.kind} as ${setting.shape}, ${setting.mode} mode`, async () => {
            await fc.assert(
                fc.asyncProperty(commands(setting.kind), async (history) => {
                    const world = new World(setting);
                    for (const command of history) {
                        await world.apply(command);
                    }
                    await world.cleanUp();
                    count("histories");
                    count("steps of histories", history.length);
                }),
                { numRuns: Math.ceil(runs / settings.length), seed },
            );
        });
    }
});
