import type { OnExisting } from "../settings";
import type { Target } from "./arguments";
import type { Change, OwnAll, PutRow } from "./changes";
import { hasEqualFilter, identityOf, slotOf } from "./identity";
import { describeFilter, describeTarget } from "./target";
import { isDirect, rowIdentity, rowSlot, type Row } from "./row";

/** What has to happen to a policy's direct rows. `policySets` rows appear nowhere: they are not ours to post. */
export interface Plan {
    readonly keep: readonly Row[];
    readonly add: readonly Target[];
    readonly remove: readonly Row[];
    /** For each change, why it is refused; undefined where it is granted. */
    readonly refusals: readonly (string | undefined)[];
    /** Sentences the user should see: what is replaced, what is left alone. */
    readonly notes: readonly string[];
    /** What new resources found as they want it. */
    readonly adopted: readonly Target[];
}

export interface MergeRules {
    readonly onExisting: OnExisting;
    /** Slots that resources of this run declare, so that one of them does not replace another's row. */
    isDeclared(slot: string, identity: string): boolean;
}

/** A wanted row: either one that is there (`row`), or one to be made. */
interface Entry {
    readonly identity: string;
    readonly slot: string;
    readonly row?: Row;
    readonly target?: Target;
}

function fromRow(row: Row): Entry {
    return { identity: rowIdentity(row), slot: rowSlot(row), row };
}

function fromTarget(target: Target): Entry {
    return { identity: identityOf(target), slot: slotOf(target), target };
}

function entryTarget(entry: Entry): Target | undefined {
    return entry.row ? entry.row.target : entry.target;
}

function holds(entry: Entry, target: Target): boolean {
    const present = entryTarget(entry);
    return present !== undefined && entry.identity === identityOf(target) && hasEqualFilter(present, target);
}

const takeOverRemedy =
    'Import is not needed: make the program say the same, or set intune:onExisting to "takeOver" to replace it.';

function refusePut(change: PutRow, present: Entry | undefined, twin: Entry | undefined, rules: MergeRules) {
    if (change.isOwn) {
        return undefined;
    }
    const name = describeTarget(change.target);
    if (present && rules.onExisting === "refuse") {
        return `${name} is assigned already, and intune:onExisting is "refuse". Remove that assignment or allow "adoptIfEqual".`;
    }
    const live = present && entryTarget(present);
    if (live && rules.onExisting === "adoptIfEqual" && !hasEqualFilter(live, change.target)) {
        return `${name} is assigned already with ${describeFilter(live)}, the program wants ${describeFilter(change.target)}. ${takeOverRemedy}`;
    }
    const other = twin && entryTarget(twin);
    if (twin && other) {
        if (rules.isDeclared(twin.slot, twin.identity)) {
            return `the policy has ${describeTarget(other)} from another resource of this program, and Intune keeps one of include and exclude for a group. Remove one of the two resources.`;
        }
        if (rules.onExisting === "refuse") {
            return `the policy has ${describeTarget(other)}, and Intune keeps one of include and exclude for a group. Remove it, or allow another intune:onExisting than "refuse".`;
        }
    }
    return undefined;
}

/** What a merge tells beside the plan. */
interface Remarks {
    readonly notes: string[];
    readonly adopted: Target[];
}

function put(entries: Entry[], change: PutRow, rules: MergeRules, { notes, adopted }: Remarks): string | undefined {
    const wanted = fromTarget(change.target);
    const present = entries.find((entry) => entry.identity === wanted.identity);
    const twin = entries.find((entry) => entry.slot === wanted.slot && entry.identity !== wanted.identity);
    const refusal = refusePut(change, present, twin, rules);
    if (refusal !== undefined) {
        return refusal;
    }
    const twinTarget = twin && entryTarget(twin);
    if (twin?.row && twinTarget) {
        notes.push(
            `${describeTarget(change.target)} replaces ${describeTarget(twinTarget)}: Intune keeps one of the two`,
        );
    }
    const others = entries.filter((entry) => entry.slot !== wanted.slot);
    const equal = entries.find((entry) => holds(entry, change.target));
    if (equal?.row && !change.isOwn) {
        adopted.push(change.target);
    }
    replaceAll(entries, [...others, equal ?? wanted]);
    return undefined;
}

/** In place. A call that spreads the values has a limit to their number. */
function replaceAll<T>(values: T[], next: readonly T[]): void {
    values.length = 0;
    next.forEach((value) => values.push(value));
}

function refuseOwn(change: OwnAll, changed: readonly Entry[], entries: readonly Entry[], rules: MergeRules) {
    if (change.isOwn || rules.onExisting === "takeOver") {
        return undefined;
    }
    const direct = rules.onExisting === "refuse" ? entries : changed;
    if (direct.length === 0) {
        return undefined;
    }
    const list = direct.map((entry) => {
        const target = entryTarget(entry);
        return target ? `${describeTarget(target)} with ${describeFilter(target)}` : `assignment ${entry.identity}`;
    });
    return `the policy has assignments that this set does not have and would remove or change: ${list.join("; ")}. Add them to targets, or set intune:onExisting to "takeOver" to remove them. If another stack declares them, the two would undo each other: give the policy to one of them.`;
}

function own(entries: Entry[], change: OwnAll, rules: MergeRules): string | undefined {
    const known = entries.filter((entry) => entryTarget(entry) !== undefined);
    const changed = known.filter((entry) => !change.targets.some((target) => holds(entry, target)));
    const refusal = refuseOwn(change, changed, known, rules);
    if (refusal !== undefined) {
        return refusal;
    }
    const unknown = entries.filter((entry) => entryTarget(entry) === undefined);
    const wanted = change.targets.map((target) => known.find((entry) => holds(entry, target)) ?? fromTarget(target));
    replaceAll(entries, [...unknown, ...wanted]);
    return undefined;
}

function remove(entries: Entry[], targets: readonly Target[]): void {
    const identities = new Set(targets.map(identityOf));
    const rest = entries.filter((entry) => !identities.has(entry.identity));
    replaceAll(entries, rest);
}

function apply(entries: Entry[], change: Change, rules: MergeRules, remarks: Remarks): string | undefined {
    switch (change.type) {
        case "put":
            return put(entries, change, rules, remarks);
        case "own":
            return own(entries, change, rules);
        case "remove":
            remove(entries, [change.target]);
            return undefined;
        case "removeAll":
            remove(entries, change.targets);
            return undefined;
    }
}

/**
 * Folds all waiting changes of one policy into what has to be kept, added and removed. Pure; the rows that no change
 * names are kept.
 */
export function merge(live: readonly Row[], changes: readonly Change[], rules: MergeRules): Plan {
    const direct = live.filter(isDirect);
    const entries = direct.map(fromRow);
    const remarks: Remarks = { notes: [], adopted: [] };
    const refusals = changes.map((change) => apply(entries, change, rules, remarks));
    const keep = entries.flatMap((entry) => (entry.row ? [entry.row] : []));
    const kept = new Set(keep);
    return {
        keep,
        add: entries.flatMap((entry) => (entry.row ? [] : entry.target ? [entry.target] : [])),
        remove: direct.filter((row) => !kept.has(row)),
        refusals,
        ...remarks,
    };
}

/** True when nothing has to be written. */
export function isSettled(plan: Plan): boolean {
    return plan.add.length === 0 && plan.remove.length === 0;
}

function hasRow(live: readonly Row[], target: Target): boolean {
    return live.some((row) => isDirect(row) && row.target !== undefined && holds(fromRow(row), target));
}

/** Whether live rows show what a change wants. */
export function isSatisfied(live: readonly Row[], change: Change): boolean {
    const direct = live.filter((row) => isDirect(row) && row.target !== undefined);
    switch (change.type) {
        case "put":
            return hasRow(live, change.target);
        case "own":
            return direct.length === change.targets.length && change.targets.every((target) => hasRow(live, target));
        case "remove":
            return !direct.some((row) => rowIdentity(row) === identityOf(change.target));
        case "removeAll": {
            const identities = new Set(change.targets.map(identityOf));
            return !direct.some((row) => identities.has(rowIdentity(row)));
        }
    }
}

/** The direct row of a target's identity, if the policy has one. */
export function findRow(live: readonly Row[], target: Target): Row | undefined {
    return live.find((row) => isDirect(row) && rowIdentity(row) === identityOf(target));
}
