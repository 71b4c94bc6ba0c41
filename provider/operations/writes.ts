import type { Target } from "../assignment/arguments";
import { slotOf } from "../assignment/identity";
import type { Plan } from "../assignment/merge";
import { assignmentPath, assignmentsPath, policyPath, type Policy } from "../assignment/policy";
import { isDirect, keptRowBody, newRowBody, readRow, rowSlot, type Row } from "../assignment/row";
import { toGraphTarget } from "../assignment/target";
import { GraphRequestError, UnclearEndError } from "../errors";
import type { Answer, Graph, Purpose } from "../graph";
import type { Settings } from "../settings";
import { isNotFound, readRows } from "./policyRows";
import type { Routes } from "./routes";

export interface WriteContext {
    readonly policy: Policy;
    readonly purpose: Purpose;
    readonly settings: Settings;
    readonly graph: Graph;
    readonly routes: Routes;
    readonly signal: AbortSignal;
}

export interface Written {
    /** The policy's rows as the service told them; undefined where it did not tell and the caller has to read. */
    readonly rows: readonly Row[] | undefined;
    /** The list that the write replaced, where it could be read right before. */
    readonly replaced?: readonly Row[];
}

/**
 * Carries out a plan. Errors: NoRoute before anything was changed by it, UnclearEndError, GraphRequestError.
 */
export type Write = (plan: Plan) => Promise<Written>;

/** Waits for all before it fails: nothing is under way when the caller reads what is there. */
async function all<T>(writes: readonly Promise<T>[]): Promise<T[]> {
    await Promise.allSettled(writes);
    return Promise.all(writes);
}

function valueOf(answer: Answer): unknown {
    return answer.body.type === "json" ? answer.body.value : undefined;
}

/**
 * `POST {policy}/assign`: replaces the whole list of direct rows. Answers 200 with the rows, or 204.
 * https://learn.microsoft.com/graph/api/intune-deviceconfig-devicecompliancepolicy-assign
 */
export function createListWrite({ policy, purpose, graph, routes, signal }: WriteContext): Write {
    return async (plan) => {
        const rows = [...plan.keep.map(keptRowBody), ...plan.add.map((target) => ({ target: toGraphTarget(target) }))];
        const request = {
            method: "POST",
            path: `${policyPath(policy)}/assign`,
            guard: assignmentsPath(policy),
            body: { [policy.kind.assignKey]: rows },
        } as const;
        const answer = await routes.through(policy, "assign", () => graph.write(request, purpose, signal));
        const value = (valueOf(answer) as { value?: unknown } | undefined)?.value;
        const replaced = wholeList(answer.guarded);
        return {
            rows: Array.isArray(value) ? readRows(value as unknown[], purpose) : undefined,
            ...(replaced === undefined ? {} : { replaced }),
        };
    };
}

/** The rows of a list that came in one page and can be read; undefined for any other answer. */
function wholeList(value: unknown): readonly Row[] | undefined {
    const page = value as { value?: unknown; "@odata.nextLink"?: unknown } | undefined;
    if (!Array.isArray(page?.value) || page["@odata.nextLink"] !== undefined) {
        return undefined;
    }
    const rows = (page.value as unknown[]).map(readRow);
    return rows.every((row) => row !== undefined) ? rows : undefined;
}

/**
 * `DELETE {policy}/assignments/{id}` and `POST {policy}/assignments`, row by row, as the documents have it; with write
 * mode `reference` the older `POST {policy}/assignments/$ref`.
 */
export function createRowWrites({ policy, purpose, settings, graph, routes, signal }: WriteContext): Write {
    const suffix = settings.writeMode === "reference" ? "/$ref" : "";

    async function remove(row: Row): Promise<void> {
        const request = { method: "DELETE", path: assignmentPath(policy, row.id) } as const;
        try {
            await routes.through(policy, "delete", () => graph.write(request, purpose, signal));
        } catch (error: unknown) {
            if (!isNotFound(error)) {
                throw error;
            }
        }
    }

    async function add(target: Target): Promise<Row | undefined> {
        const request = {
            method: "POST",
            path: `${assignmentsPath(policy)}${suffix}`,
            body: newRowBody(policy.kind, target),
        } as const;
        return readRow(valueOf(await routes.through(policy, "post", () => graph.write(request, purpose, signal))));
    }

    async function addAfterRemoval(target: Target, removed: boolean): Promise<Row | undefined> {
        try {
            return await add(target);
        } catch (error: unknown) {
            if (removed && error instanceof GraphRequestError && !(error instanceof UnclearEndError)) {
                throw new GraphRequestError(
                    `${error.message} The assignment that was there before is removed; run \`pulumi up\` again to make the new one.`,
                    error.failure,
                );
            }
            throw error;
        }
    }

    return async (plan) => {
        // A row can only be made once its slot is free.
        await all(plan.remove.map(remove));
        const freed = new Set(plan.remove.map(rowSlot));
        const added = await all(plan.add.map((target) => addAfterRemoval(target, freed.has(slotOf(target)))));
        const told = added.filter((row) => row !== undefined);
        return {
            rows:
                told.length === added.length && told.every((row) => isDirect(row))
                    ? [...plan.keep, ...told]
                    : undefined,
        };
    };
}
