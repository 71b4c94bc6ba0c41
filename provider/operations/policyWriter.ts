import type { Change } from "../assignment/changes";
import { isSatisfied, isSettled, merge, type MergeRules, type Plan } from "../assignment/merge";
import { describePolicy, type Policy } from "../assignment/policy";
import type { Row } from "../assignment/row";
import type { Deps } from "../deps";
import { ConflictError, GraphRequestError, UnclearEndError } from "../errors";
import type { Graph } from "../graph";
import type { Settings } from "../settings";
import { adoptionNote } from "./adoption";
import type { Declarations } from "./declarations";
import type { Gathering } from "./gathering";
import type { LiveView } from "./liveView";
import { nothing, overwrittenChanges, withChanges, type Base } from "./overwritten";
import { createPolicyList } from "./policyList";
import type { PolicyRows } from "./policyRows";
import { NoRoute, type Routes } from "./routes";
import {
    describeRows,
    isRemoval,
    missingPolicy,
    noRouteError,
    notConfirmed,
    overwrittenError,
    type ChangeVerb,
} from "./writeErrors";
import { writeByRoute } from "./writeRoute";
import { createListWrite, type WriteContext, type Written } from "./writes";

/** One queue per policy: everything that waits for it becomes one read and one write. */
export interface PolicyWriter {
    /**
     * Brings a change to the policy. Resolves with rows that show it. Errors: ConflictError, GraphRequestError and its kin; MaybeApplied around any of them.
     */
    submit(change: Change, verb: ChangeVerb, signal: AbortSignal): Promise<Settled>;
}

export interface Settled {
    /** The policy's rows; undefined where a removal found the policy itself gone. */
    readonly rows: PolicyRows;
    /** What the policy had before this change was first tried. */
    readonly before: readonly Row[];
}

/** A write that carries the change was sent, and it is not known whether it was applied. */
export class MaybeApplied extends Error {
    constructor(readonly error: Error) {
        super(error.message);
    }
}

export interface WriterContext {
    readonly settings: Settings;
    readonly graph: Graph;
    readonly deps: Deps;
    readonly view: LiveView;
    readonly routes: Routes;
    readonly declarations: Declarations;
    readonly gathering: Gathering;
}

interface Item {
    readonly change: Change;
    readonly verb: ChangeVerb;
    readonly signal: AbortSignal;
    /** A write that carries this change was sent; a row that shows it may be its result. */
    wasSent: boolean;
    before: readonly Row[] | undefined;
    readonly resolve: (settled: Settled) => void;
    readonly reject: (error: unknown) => void;
}

/** So many changes that have come during a write are worth the next one at once; fewer wait for company. */
const enoughToGoOn = 8;
const maxAttempts = 6;

export function createPolicyWriter(policy: Policy, context: WriterContext): PolicyWriter {
    const { settings, graph, deps, view, routes, declarations, gathering } = context;
    let queue: Item[] = [];
    let isRunning = false;
    const list = createPolicyList(policy, graph, deps);

    function describe(): string {
        return describePolicy(policy, view.displayName(policy));
    }

    /** What failures of a write for these items are told with; one for many goes by the first. */
    function writeContext(items: readonly Item[], signal: AbortSignal): WriteContext {
        const purpose = { verb: verbOf(items), object: describe(), permission: policy.kind.permissions.write };
        return { policy, purpose, settings, graph, routes, signal };
    }

    function settle(items: readonly Item[], rows: PolicyRows): Item[] {
        return items.filter((item) => {
            const isDone = rows === undefined ? isRemoval(item.change) : isSatisfied(rows, item.change);
            if (isDone) {
                item.resolve({ rows, before: item.before ?? [] });
            }
            return !isDone;
        });
    }

    function refuse(items: readonly Item[], plan: Plan): Item[] {
        return items.filter((item, index) => {
            const refusal = plan.refusals[index];
            if (refusal !== undefined) {
                item.reject(new ConflictError(`${item.verb} failed: ${describe()}: ${refusal}`));
            }
            return refusal === undefined;
        });
    }

    function rules(): MergeRules {
        return {
            onExisting: settings.onExisting,
            isDeclared: (slot, identity) => declarations.has(policy, slot, identity),
        };
    }

    function confirmed(
        answered: readonly Row[] | undefined,
        before: readonly Row[],
        items: readonly Item[],
        signal: AbortSignal,
    ): Promise<PolicyRows> {
        const isShown = (rows: readonly Row[]): boolean =>
            changesOf(items).every((change) => isSatisfied(rows, change));
        return list.confirmed(answered, before, isShown, signal);
    }

    /**
     * `assign` has no etag: where somebody else changed the list between our read and our write, the write has replaced
     * theirs, and the list is written again with their change in it. Errors: ConflictError with both lists.
     */
    async function restoreForeign(
        base: Base,
        { replaced }: Written,
        current: PolicyRows,
        items: readonly Item[],
        signal: AbortSignal,
    ): Promise<PolicyRows> {
        const changes = changesOf(items);
        let known = base;
        let seen = replaced;
        let ours = current ?? [];
        for (let attempt = 1; ; attempt += 1) {
            const { lost, revived } =
                seen === undefined || list.isOutdated(seen) ? nothing : overwrittenChanges(known, seen, ours, changes);
            if (revived.length > 0) {
                deps.log.warn(
                    `${describe()}: somebody else removed assignments while they were written, and they are there again: ${describeRows(revived)}. Remove them once more if they should go.`,
                );
            }
            if (lost.length === 0) {
                return attempt === 1 ? current : ours;
            }
            if (attempt > maxAttempts) {
                throw overwrittenError(describe(), lost, ours, undefined);
            }
            deps.log.warn(
                `${describe()}: somebody else changed the assignments while they were written; kept: ${describeRows(lost)}`,
            );
            const plan = merge(withChanges(known.rows, lost), changes, rules());
            try {
                const again = await createListWrite(writeContext(items, signal))(plan);
                const before = ours;
                ours = (await confirmed(again.rows, before, items, signal)) ?? [];
                known = { rows: ours, before };
                seen = again.replaced;
            } catch (error: unknown) {
                throw overwrittenError(describe(), lost, ours, error);
            }
        }
    }

    /** A folded write that is refused may be one item's fault: then each goes alone, and only the guilty one fails. */
    async function transactAlone(items: readonly Item[]): Promise<void> {
        for (const item of items) {
            await transact([item]);
        }
    }

    /** Brings the changes to the policy, and those that `absorb` gives: what has come while the list was read. */
    async function transact(first: readonly Item[], absorb: () => readonly Item[] = () => []): Promise<void> {
        const signal = first.at(-1)?.signal ?? AbortSignal.abort();
        let items = first;
        let lastError: unknown;
        let seen: readonly Row[] = [];
        for (let attempt = 1; attempt <= maxAttempts && items.length > 0; attempt += 1) {
            const mustExist = !changesOf(items).every(isRemoval);
            const base = await list.forWrite(mustExist, signal);
            items = attempt === 1 ? [...items, ...absorb()] : items;
            if (base === undefined) {
                settle(items, undefined).forEach((item) => {
                    item.reject(missingPolicy({ ...item, object: describe() }));
                });
                view.store(policy, undefined);
                return;
            }
            const live = base.rows;
            seen = live;
            view.store(policy, live);
            items.forEach((item) => (item.before ??= live));
            items = settleSent(items, live);
            const asked = merge(live, changesOf(items), rules());
            items = refuse(items, asked);
            const plan = asked.refusals.some(Boolean) ? merge(live, changesOf(items), rules()) : asked;
            // After a first attempt, what is there may be ours.
            if (plan.adopted.length > 0 && !items.some(({ wasSent }) => wasSent)) {
                deps.log.info(adoptionNote(describe(), plan.adopted));
            }
            if (isSettled(plan)) {
                settle(items, live).forEach((item) => {
                    item.reject(unsettled(item, lastError, live));
                });
                return;
            }
            plan.notes.forEach((note) => {
                deps.log.warn(`${describe()}: ${note}`);
            });
            try {
                const target = writeContext(items, signal);
                const written = await writeByRoute(plan, changesOf(items), target, { declarations, deps });
                items.forEach((item) => (item.wasSent = true));
                const shown = await confirmed(written.rows, live, items, signal);
                const rows = await restoreForeign(base, written, shown, items, signal);
                seen = rows ?? [];
                list.wrote(rows, live);
                view.store(policy, rows);
                items = settle(items, rows);
                lastError = undefined;
            } catch (error: unknown) {
                const failed = routeNamed(error, items);
                if (failed instanceof UnclearEndError) {
                    items.forEach((item) => (item.wasSent = true));
                    list.unclear();
                } else if (!(failed instanceof GraphRequestError) || failed.failure.status !== 409) {
                    if (items.length > 1 && failed instanceof GraphRequestError && isItsOwnFault(failed)) {
                        await transactAlone(items);
                        return;
                    }
                    throw failed;
                }
                lastError = failed;
                await deps.sleep(deps.random() * 500 * 2 ** attempt, signal);
            }
        }
        items.forEach((item) => {
            item.reject(lastError instanceof GraphRequestError ? lastError : unsettled(item, lastError, seen));
        });
    }

    /** The error as it is, or what the lack of a route means for these items: nothing that was sent took effect. */
    function routeNamed(error: unknown, items: readonly Item[]): unknown {
        if (!(error instanceof NoRoute)) {
            return error;
        }
        items.forEach((item) => (item.wasSent = false));
        return noRouteError(error, settings, policy, { verb: verbOf(items), object: describe() });
    }

    function unsettled(item: Item, lastError: unknown, rows: readonly Row[]): Error {
        return lastError instanceof UnclearEndError
            ? lastError
            : notConfirmed({ ...item, object: describe() }, maxAttempts, rows);
    }

    function settleSent(items: readonly Item[], live: readonly Row[]): Item[] {
        const sent = items.filter(({ wasSent }) => wasSent);
        const open = new Set(settle(sent, live));
        return items.filter((item) => !item.wasSent || open.has(item));
    }

    async function transactQueue(): Promise<void> {
        const items: Item[] = [];
        const takeQueue = (): readonly Item[] => {
            const taken = queue;
            queue = [];
            items.push(...taken);
            return taken;
        };
        try {
            await transact(takeQueue(), takeQueue);
        } catch (error: unknown) {
            // Settled items ignore this.
            items.forEach((item) => {
                item.reject(error);
            });
        }
    }

    async function drain(): Promise<void> {
        isRunning = true;
        try {
            while (queue.length > 0) {
                const ended = await gathering.complete();
                do {
                    await transactQueue();
                } while (list.hasJustWritten() && queue.length >= enoughToGoOn);
                ended();
            }
        } finally {
            isRunning = false;
        }
    }

    return {
        submit(change, verb, signal) {
            const settled = new Promise<Settled>((resolve, reject) => {
                const item: Item = {
                    change,
                    verb,
                    signal,
                    wasSent: false,
                    before: undefined,
                    resolve,
                    reject: (error) => {
                        reject(item.wasSent && error instanceof Error ? new MaybeApplied(error) : (error as Error));
                    },
                };
                queue.push(item);
            });
            const leave = gathering.enter();
            if (!isRunning) {
                void drain();
            }
            return settled.finally(leave);
        },
    };
}

function changesOf(items: readonly Item[]): Change[] {
    return items.map(({ change }) => change);
}

function verbOf(items: readonly Item[]): ChangeVerb {
    return items[0]?.verb ?? "Assign";
}

function isItsOwnFault(error: GraphRequestError): boolean {
    const { status } = error.failure;
    return status === 400 || status === 404 || status === 422;
}
