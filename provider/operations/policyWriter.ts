import type { Change } from "../assignment/changes";
import { slotOf } from "../assignment/identity";
import { isSatisfied, isSettled, merge, type MergeRules, type Plan } from "../assignment/merge";
import { describePolicy, type Policy } from "../assignment/policy";
import { isDirect, rowIdentity, rowSlot, type Row } from "../assignment/row";
import { describeFilter, describeTarget } from "../assignment/target";
import type { Deps } from "../deps";
import { ConflictError, GraphRequestError, InvalidInputError, NotConfirmedError, UnclearEndError } from "../errors";
import type { Graph } from "../graph";
import type { Settings } from "../settings";
import type { Declarations } from "./declarations";
import type { Gathering } from "./gathering";
import { nothing, overwrittenChanges, withChanges, type Base } from "./foreignChanges";
import type { LiveView } from "./liveView";
import { fetchRows, type PolicyRows } from "./policyRows";
import { NoRoute, type Routes } from "./routes";
import { createListWrite, createRowWrites, type WriteContext, type Written } from "./writes";

/** Verb of the message if a change fails. */
export type ChangeVerb = "Assign" | "Update" | "Unassign";

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
/** More row operations than this on one policy are cheaper, and kinder to the budget, as one `assign`. */
const maxRowWrites = 4;
const maxAttempts = 6;
/** How long a write may take to show in reads; the sum is 30 s. */
const confirmDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000, 7_000, 15_000];
const staleDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000];
const staleReadMs = 30_000;
/** A policy that was made a moment ago may not be known everywhere yet. */
const missingDelaysMs = [500, 1_500];
/** On v1.0 rows of other resources of the program are recognised once the engine has asked about them. */
const declarationDelaysMs = [0, 200, 800, 2_000];

function fingerprint(rows: readonly Row[]): string {
    return rows
        .map((row) => JSON.stringify([row.id, row.source, row.raw["target"]]))
        .sort()
        .join("\n");
}

function describeRows(rows: readonly Row[]): string {
    const list = rows
        .filter(isDirect)
        .map((row) => (row.target ? `${describeTarget(row.target)} with ${describeFilter(row.target)}` : row.id));
    return list.length === 0 ? "none" : list.join("; ");
}

function isRemoval(change: Change): boolean {
    return change.type === "remove" || change.type === "removeAll";
}

export function createPolicyWriter(policy: Policy, context: WriterContext): PolicyWriter {
    const { settings, graph, deps, view, routes, declarations, gathering } = context;
    let queue: Item[] = [];
    let isRunning = false;
    /** How long the list took to read. */
    let readMs = 0;
    /** The list as our last write left it. */
    let justWritten: (Base & { readonly atMs: number }) | undefined;
    /** Lists from before our own writes, and when we wrote: until reads have caught up, these are old. */
    const outdated = new Map<string, number>();

    function describe(): string {
        return describePolicy(policy, view.displayName(policy));
    }

    function writeContext(verb: ChangeVerb, signal: AbortSignal): WriteContext {
        const purpose = { verb, object: describe(), permission: policy.kind.permissions.write };
        return { policy, purpose, settings, graph, routes, signal };
    }

    function isOutdated(rows: readonly Row[]): boolean {
        const writtenAtMs = outdated.get(fingerprint(rows));
        return writtenAtMs !== undefined && deps.now() - writtenAtMs < staleReadMs;
    }

    /** Reads the list until it is not one from before our own writes. */
    async function readFresh(signal: AbortSignal): Promise<PolicyRows> {
        let rows: PolicyRows;
        for (const delayMs of staleDelaysMs) {
            await deps.sleep(delayMs, signal);
            const startMs = deps.now();
            rows = await fetchRows(graph, policy, signal);
            readMs = deps.now() - startMs;
            if (rows === undefined || !isOutdated(rows)) {
                return rows;
            }
        }
        return rows;
    }

    function isJustWritten(): boolean {
        return justWritten !== undefined && deps.now() - justWritten.atMs <= readMs;
    }

    /** The list that a write starts from: the one our last write left, unless a read would be fresher. */
    async function readForWrite(items: readonly Item[], signal: AbortSignal): Promise<PolicyRows> {
        if (justWritten !== undefined && isJustWritten()) {
            return justWritten.rows;
        }
        let rows = await readFresh(signal);
        for (const delayMs of missingDelaysMs) {
            if (rows !== undefined || items.every(({ change }) => isRemoval(change))) {
                return rows;
            }
            await deps.sleep(delayMs, signal);
            rows = await readFresh(signal);
        }
        return rows;
    }

    async function refuseBlindMerge(plan: Plan, signal: AbortSignal): Promise<void> {
        if (settings.apiVersion !== "v1.0") {
            return;
        }
        for (const delayMs of declarationDelaysMs) {
            await deps.sleep(delayMs, signal);
            if (plan.keep.every((row) => declarations.has(policy, rowSlot(row), rowIdentity(row)))) {
                return;
            }
        }
        throw new InvalidInputError(
            `Assign failed: ${describe()}: the policy has assignments that are not of this program, and v1.0 shows neither their filters nor whether a policy set made them, so writing the list back would damage them. Set intune:apiVersion to "beta".`,
        );
    }

    /** One `assign` or a few row writes. */
    async function write(plan: Plan, items: readonly Item[], signal: AbortSignal): Promise<Written> {
        const verb = items[0]?.verb ?? "Assign";
        const rowWrites = createRowWrites(writeContext(verb, signal));
        const listWrite = createListWrite(writeContext(verb, signal));
        const mode = policy.userId === undefined ? settings.writeMode : "collection";
        const count = plan.add.length + plan.remove.length;
        const isWholeList = items.some(({ change }) => change.type === "own" || change.type === "removeAll");
        const isInPlace = plan.add.some((target) => plan.remove.some((row) => rowSlot(row) === slotOf(target)));
        const mustUseRows =
            mode === "reference" || (mode === "collection" && !isWholeList) || policy.userId !== undefined;
        const wantsList = mode === "assign" || isWholeList || isInPlace || count > maxRowWrites;
        const rowsAbsent =
            (plan.add.length > 0 && routes.isAbsent(policy, "post")) ||
            (plan.remove.length > 0 && routes.isAbsent(policy, "delete"));
        if (mustUseRows) {
            return rowWrites(plan);
        }
        const first = wantsList || rowsAbsent ? "list" : "rows";
        if (first === "list" && !routes.isAbsent(policy, "assign")) {
            await refuseBlindMerge(plan, signal);
            try {
                return await listWrite(plan);
            } catch (error: unknown) {
                if (!(error instanceof NoRoute) || mode === "assign") {
                    throw error;
                }
                return rowWrites(plan);
            }
        }
        return rowWrites(plan);
    }

    async function writeByAnyRoute(plan: Plan, items: readonly Item[], signal: AbortSignal): Promise<Written> {
        try {
            return await write(plan, items, signal);
        } catch (error: unknown) {
            const canTryList =
                error instanceof NoRoute &&
                error.verb !== "assign" &&
                settings.writeMode === "auto" &&
                policy.userId === undefined &&
                !routes.isAbsent(policy, "assign");
            if (!canTryList) {
                throw error;
            }
            await refuseBlindMerge(plan, signal);
            return createListWrite(writeContext(items[0]?.verb ?? "Assign", signal))(plan);
        }
    }

    /** The rows after a write: the answer's, else read until they show the changes or something else than before. */
    async function confirm(
        answered: readonly Row[] | undefined,
        before: readonly Row[],
        items: readonly Item[],
        signal: AbortSignal,
    ): Promise<PolicyRows> {
        const beforeWrite = fingerprint(before);
        outdated.set(beforeWrite, deps.now());
        if (answered) {
            outdated.delete(fingerprint(answered));
            const told = new Set(answered.map(({ id }) => id));
            return [...answered, ...before.filter((row) => !isDirect(row) && !told.has(row.id))];
        }
        let rows: PolicyRows = before;
        for (const delayMs of confirmDelaysMs) {
            await deps.sleep(delayMs, signal);
            rows = await fetchRows(graph, policy, signal);
            const live = rows ?? [];
            if (items.every(({ change }) => isSatisfied(live, change)) || !isOutdated(live)) {
                outdated.delete(fingerprint(live));
                return rows;
            }
        }
        return rows;
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
        const changes = items.map(({ change }) => change);
        let known = base;
        let seen = replaced;
        let ours = current ?? [];
        for (let attempt = 1; ; attempt += 1) {
            const { lost, revived } =
                seen === undefined || isOutdated(seen) ? nothing : overwrittenChanges(known, seen, ours, changes);
            if (revived.length > 0) {
                deps.log.warn(
                    `${describe()}: somebody else removed assignments while they were written, and they are there again: ${describeRows(revived)}. Remove them once more if they should go.`,
                );
            }
            if (lost.length === 0) {
                return attempt === 1 ? current : ours;
            }
            if (attempt > maxAttempts) {
                throw overwrittenError(lost, ours, undefined);
            }
            deps.log.warn(
                `${describe()}: somebody else changed the assignments while they were written; kept: ${describeRows(lost)}`,
            );
            const plan = merge(withChanges(known.rows, lost), changes, rules());
            try {
                const again = await createListWrite(writeContext(items[0]?.verb ?? "Assign", signal))(plan);
                const before = ours;
                ours = (await confirm(again.rows, before, items, signal)) ?? [];
                known = { rows: ours, before };
                seen = again.replaced;
            } catch (error: unknown) {
                throw overwrittenError(lost, ours, error);
            }
        }
    }

    function overwrittenError(lost: readonly Row[], ours: readonly Row[], error: unknown): ConflictError {
        const why = error instanceof Error ? ` (${error.message})` : "";
        return new ConflictError(
            `Assign failed: ${describe()}: somebody else changed the assignments while they were written, and their change could not be put back${why}. ` +
                `Theirs: ${describeRows(lost)}. There now: ${describeRows(ours)}. Assign theirs again by hand, then run \`pulumi up\`.`,
        );
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

    function missingPolicy(item: Item): GraphRequestError {
        return new GraphRequestError(
            `${item.verb} failed: ${describe()}: 404: the policy does not exist in this tenant. Check its id and intune:tenantId.`,
            { status: 404, code: "ResourceNotFound", reason: "the policy does not exist" },
        );
    }

    function notConfirmed(item: Item, lastError: unknown, rows: readonly Row[]): unknown {
        if (lastError instanceof UnclearEndError) {
            return lastError;
        }
        const wanted =
            item.change.type === "own" || item.change.type === "removeAll" ? item.change.targets : [item.change.target];
        return new NotConfirmedError(
            `${item.verb} failed: ${describe()}: Graph accepted the change ${String(maxAttempts)} times, but the policy does not show it; somebody else may be writing it, or a policy set holds the same target. ` +
                `Wanted${isRemoval(item.change) ? " gone" : ""}: ${wanted.map((target) => `${describeTarget(target)} with ${describeFilter(target)}`).join("; ") || "none"}. ` +
                `There: ${describeRows(rows)}. Run \`pulumi up\` again.`,
        );
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
            const before = isJustWritten() ? justWritten?.before : undefined;
            const live = await readForWrite(items, signal);
            justWritten = undefined;
            items = attempt === 1 ? [...items, ...absorb()] : items;
            if (live === undefined) {
                settle(items, undefined).forEach((item) => {
                    item.reject(missingPolicy(item));
                });
                view.store(policy, undefined);
                return;
            }
            seen = live;
            view.store(policy, live);
            items.forEach((item) => (item.before ??= live));
            items = settleSent(items, live);
            const asked = merge(
                live,
                items.map(({ change }) => change),
                rules(),
            );
            items = refuse(items, asked);
            const plan = asked.refusals.some(Boolean)
                ? merge(
                      live,
                      items.map(({ change }) => change),
                      rules(),
                  )
                : asked;
            if (isSettled(plan)) {
                settle(items, live).forEach((item) => {
                    item.reject(notConfirmed(item, lastError, live));
                });
                return;
            }
            plan.notes.forEach((note) => {
                deps.log.warn(`${describe()}: ${note}`);
            });
            try {
                const written = await writeByAnyRoute(plan, items, signal);
                items.forEach((item) => (item.wasSent = true));
                const confirmed = await confirm(written.rows, live, items, signal);
                const rows = await restoreForeign({ rows: live, before }, written, confirmed, items, signal);
                seen = rows ?? [];
                justWritten = rows && { rows, before: live, atMs: deps.now() };
                view.store(policy, rows);
                items = settle(items, rows);
                lastError = undefined;
            } catch (error: unknown) {
                const failed = error instanceof NoRoute ? noRouteError(error, items) : error;
                if (error instanceof NoRoute) {
                    // Whatever was sent before took no effect either.
                    items.forEach((item) => (item.wasSent = false));
                }
                if (failed instanceof UnclearEndError) {
                    items.forEach((item) => (item.wasSent = true));
                    outdated.clear();
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
            item.reject(lastError instanceof GraphRequestError ? lastError : notConfirmed(item, lastError, seen));
        });
    }

    function settleSent(items: readonly Item[], live: readonly Row[]): Item[] {
        const sent = items.filter(({ wasSent }) => wasSent);
        const open = new Set(settle(sent, live));
        return items.filter((item) => !item.wasSent || open.has(item));
    }

    function noRouteError(error: NoRoute, items: readonly Item[]): GraphRequestError {
        const verb = items[0]?.verb ?? "Assign";
        const request = {
            post: settings.writeMode === "reference" ? "POST .../assignments/$ref" : "POST .../assignments",
            delete: "DELETE .../assignments/{id}",
            assign: "POST .../assign",
        }[error.verb];
        const next =
            policy.userId !== undefined
                ? "Assign the configuration itself: leave out userId."
                : settings.writeMode === "auto"
                  ? "It offers no way to write these assignments."
                  : 'Set intune:writeMode to "auto".';
        return new GraphRequestError(
            `${verb} failed: ${describe()}: this service has no route for ${request}. Nothing was changed. ${next}`,
            error.error.failure,
        );
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
                } while (justWritten !== undefined && queue.length >= enoughToGoOn);
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

function isItsOwnFault(error: GraphRequestError): boolean {
    const { status } = error.failure;
    return status === 400 || status === 404 || status === 422;
}
