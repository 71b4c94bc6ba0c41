import assert from "node:assert/strict";
import fc from "fast-check";
import type { Target } from "../../provider/assignment/arguments";
import type { Change } from "../../provider/assignment/changes";
import { identityOf, isEqualTarget, slotOf } from "../../provider/assignment/identity";
import { isSatisfied, isSettled, merge, type MergeRules } from "../../provider/assignment/merge";
import { keptRowBody, readRow, type Row } from "../../provider/assignment/row";
import { toGraphTarget } from "../../provider/assignment/target";

const group = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;
const filter = (n: number): string => `ffffffff-0000-4000-8000-00000000000${String(n)}`;

function row(target: Target, source = "direct", extra: Record<string, unknown> = {}): Row {
    const read = readRow({
        id: `p_${slotOf(target)}_${source}`,
        source,
        sourceId: "p",
        target: toGraphTarget(target),
        ...extra,
    });
    assert.ok(read);
    return read;
}

const rules: MergeRules = { onExisting: "adoptIfEqual", isDeclared: () => false };
const put = (target: Target, isOwn = false): Change => ({ type: "put", target, isOwn });

describe("merging changes into a policy's rows", () => {
    it("adopts an equal row without a write", () => {
        const target: Target = { type: "group", groupId: group(1), filterId: filter(1), filterType: "include" };
        const plan = merge([row(target)], [put(target)], rules);
        assert.equal(isSettled(plan), true);
        assert.deepEqual(plan.refusals, [undefined]);
    });

    it("refuses to change the filter of a row that is not its own, and takes it over when told to", () => {
        const live = [row({ type: "allDevices", filterId: filter(1), filterType: "include" })];
        const refused = merge(live, [put({ type: "allDevices" })], rules);
        assert.match(String(refused.refusals[0]), /all devices is assigned already with filter include/);
        assert.equal(isSettled(refused), true);
        const taken = merge(live, [put({ type: "allDevices" })], { ...rules, onExisting: "takeOver" });
        assert.deepEqual(taken.add, [{ type: "allDevices" }]);
        assert.deepEqual(taken.remove, live);
    });

    it("refuses any existing row when told to", () => {
        const live = [row({ type: "allLicensedUsers" })];
        const plan = merge(live, [put({ type: "allLicensedUsers" })], { ...rules, onExisting: "refuse" });
        assert.match(String(plan.refusals[0]), /onExisting is "refuse"/);
    });

    it("never takes all users for all devices, which both have no group", () => {
        const users = row({ type: "allLicensedUsers" });
        const plan = merge(
            [users, row({ type: "allDevices" })],
            [{ type: "remove", target: { type: "allDevices" } }],
            rules,
        );
        assert.deepEqual(plan.keep, [users]);
    });

    it("replaces an include by the exclude of the same group, and says so", () => {
        const include = row({ type: "group", groupId: group(1) });
        const plan = merge([include], [put({ type: "exclusionGroup", groupId: group(1) })], rules);
        assert.deepEqual(plan.remove, [include]);
        assert.equal(plan.notes.length, 1);
    });

    it("does not let the exclude of one resource replace the include of another in the same program", () => {
        const include = row({ type: "group", groupId: group(1) });
        const plan = merge([include], [put({ type: "exclusionGroup", groupId: group(1) })], {
            ...rules,
            isDeclared: () => true,
        });
        assert.match(String(plan.refusals[0]), /another resource of this program/);
        assert.deepEqual(plan.keep, [include]);
    });

    it("leaves the exclude alone when the include it replaced is deleted afterwards", () => {
        const exclude = row({ type: "exclusionGroup", groupId: group(1) });
        const plan = merge([exclude], [{ type: "remove", target: { type: "group", groupId: group(1) } }], rules);
        assert.equal(isSettled(plan), true);
    });

    it("keeps rows of unknown target types, even under a set", () => {
        const odd = readRow({ id: "odd", target: { "@odata.type": "#microsoft.graph.futureTarget", x: 1 } });
        assert.ok(odd);
        const plan = merge([odd], [{ type: "own", targets: [], isOwn: true }], rules);
        assert.deepEqual(plan.keep, [odd]);
        assert.deepEqual(keptRowBody(odd), { target: odd.raw["target"] });
    });

    it("lists what a new set would remove, and removes it only when told to", () => {
        const live = [row({ type: "allDevices" }), row({ type: "group", groupId: group(2) })];
        const change: Change = { type: "own", targets: [{ type: "allDevices" }], isOwn: false };
        assert.match(String(merge(live, [change], rules).refusals[0]), new RegExp(`group ${group(2)} with no filter`));
        assert.deepEqual(merge(live, [change], { ...rules, onExisting: "takeOver" }).remove, [live[1]]);
    });

    it("never posts or removes rows of policy sets", () => {
        const inherited = row({ type: "allDevices" }, "policySets");
        const plan = merge([inherited], [{ type: "own", targets: [], isOwn: true }], rules);
        assert.deepEqual(plan, { keep: [], add: [], remove: [], refusals: [undefined], notes: [], adopted: [] });
    });
});

const targets = fc.oneof(
    fc.constant<Target>({ type: "allDevices" }),
    fc.constant<Target>({ type: "allLicensedUsers" }),
    fc.integer({ min: 0, max: 4 }).map((n): Target => ({ type: "group", groupId: group(n) })),
    fc.integer({ min: 0, max: 4 }).map((n): Target => ({ type: "exclusionGroup", groupId: group(n) })),
    fc
        .tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom<"include" | "exclude">("include", "exclude"))
        .map(([n, filterType]): Target => ({ type: "group", groupId: group(n), filterId: filter(n), filterType })),
    fc
        .integer({ min: 0, max: 2 })
        .map((n): Target => ({ type: "configurationManagerCollection", collectionId: `SMS0000${String(n)}` })),
);
const liveRows = fc
    .uniqueArray(fc.tuple(targets, fc.constantFrom("direct", "direct", "policySets")), {
        selector: ([target, source]) => `${source} ${slotOf(target)}`,
        maxLength: 8,
    })
    .map((list) => list.map(([target, source]) => row(target, source, { intent: "apply" })));
const changeLists = fc.array(
    fc.oneof(
        fc.tuple(targets, fc.boolean()).map(([target, isOwn]): Change => ({ type: "put", target, isOwn })),
        targets.map((target): Change => ({ type: "remove", target })),
    ),
    { minLength: 1, maxLength: 6 },
);
const anyRules = fc
    .constantFrom<MergeRules["onExisting"]>("adoptIfEqual", "takeOver", "refuse")
    .map((onExisting): MergeRules => ({ onExisting, isDeclared: () => false }));

/** The rows a policy has once a plan was carried out. */
function carriedOut(live: readonly Row[], plan: ReturnType<typeof merge>): Row[] {
    return [
        ...live.filter(({ source }) => source === "policySets"),
        ...plan.keep,
        ...plan.add.map((target) => row(target)),
    ];
}

describe("merging, for any rows and changes", () => {
    it("keeps every row that no change names", () => {
        fc.assert(
            fc.property(liveRows, changeLists, anyRules, (live, changes, anyRule) => {
                const plan = merge(live, changes, anyRule);
                const touched = new Set(
                    changes.flatMap((change) => ("target" in change ? [slotOf(change.target)] : [])),
                );
                const foreign = live.filter(
                    ({ source, target }) => source === "direct" && target !== undefined && !touched.has(slotOf(target)),
                );
                foreign.forEach((other) => {
                    assert.ok(plan.keep.includes(other));
                });
            }),
        );
    });

    it("never has two rows in one slot", () => {
        fc.assert(
            fc.property(liveRows, changeLists, anyRules, (live, changes, anyRule) => {
                const plan = merge(live, changes, anyRule);
                const slots = [
                    ...plan.keep.flatMap(({ target }) => (target ? [slotOf(target)] : [])),
                    ...plan.add.map(slotOf),
                ];
                assert.equal(new Set(slots).size, slots.length);
            }),
        );
    });

    it("shows the last granted change of each slot once it was carried out", () => {
        fc.assert(
            fc.property(liveRows, changeLists, anyRules, (live, changes, anyRule) => {
                const plan = merge(live, changes, anyRule);
                const after = carriedOut(live, plan);
                const last = new Map<string, Change>();
                changes.forEach((change, index) => {
                    if ("target" in change && plan.refusals[index] === undefined) {
                        last.set(change.type === "remove" ? identityOf(change.target) : slotOf(change.target), change);
                    }
                });
                const puts = [...last.values()].filter(
                    (change) =>
                        change.type === "put" &&
                        !changes
                            .slice(changes.indexOf(change) + 1)
                            .some((later) => "target" in later && slotOf(later.target) === slotOf(change.target)),
                );
                puts.forEach((change) => {
                    assert.equal(isSatisfied(after, change), true);
                });
            }),
        );
    });

    it("has nothing left to do the second time", () => {
        fc.assert(
            fc.property(liveRows, targets, (live, target) => {
                const change = put(target, true);
                const plan = merge(live, [change], rules);
                assert.equal(isSettled(merge(carriedOut(live, plan), [change], rules)), true);
            }),
        );
    });

    it("makes a set's rows exactly its targets", () => {
        const sets = fc.uniqueArray(targets, { selector: slotOf, maxLength: 6 });
        fc.assert(
            fc.property(liveRows, sets, (live, wanted) => {
                const plan = merge(live, [{ type: "own", targets: wanted, isOwn: true }], rules);
                const after = carriedOut(live, plan).filter(({ source }) => source === "direct");
                assert.equal(after.length, wanted.length);
                wanted.forEach((target) => {
                    assert.ok(after.some((other) => other.target && isEqualTarget(other.target, target)));
                });
            }),
        );
    });
});
