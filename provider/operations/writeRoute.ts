import type { Change } from "../assignment/changes";
import { slotOf } from "../assignment/identity";
import type { Plan } from "../assignment/merge";
import { rowIdentity, rowSlot } from "../assignment/row";
import type { Deps } from "../deps";
import { InvalidInputError } from "../errors";
import type { Declarations } from "./declarations";
import { NoRoute } from "./routes";
import { createListWrite, createRowWrites, type WriteContext, type Written } from "./writes";

/** More row operations than this on one policy are cheaper, and kinder to the budget, as one `assign`. */
const maxRowWrites = 4;
/** On v1.0 rows of other resources of the program are recognised once the engine has asked about them. */
const declarationDelaysMs = [0, 200, 800, 2_000];

interface Others {
    readonly declarations: Declarations;
    readonly deps: Deps;
}

type Route = "list" | "rows" | "rowsAlone";

function hasWholeList(changes: readonly Change[]): boolean {
    return changes.some(({ type }) => type === "own" || type === "removeAll");
}

/** Which way a plan takes first. `rowsAlone`: there is no other. */
function routeOf(plan: Plan, changes: readonly Change[], { policy, settings, routes }: WriteContext): Route {
    const mode = policy.userId === undefined ? settings.writeMode : "collection";
    const isWhole = hasWholeList(changes);
    if (mode === "reference" || (mode === "collection" && !isWhole) || policy.userId !== undefined) {
        return "rowsAlone";
    }
    const isInPlace = plan.add.some((target) => plan.remove.some((row) => rowSlot(row) === slotOf(target)));
    const isLong = plan.add.length + plan.remove.length > maxRowWrites;
    const lacksRows =
        (plan.add.length > 0 && routes.isAbsent(policy, "post")) ||
        (plan.remove.length > 0 && routes.isAbsent(policy, "delete"));
    const wantsList = mode === "assign" || isWhole || isInPlace || isLong || lacksRows;
    return wantsList && !routes.isAbsent(policy, "assign") ? "list" : "rows";
}

/**
 * Carries out a plan by the route that the write mode, the size of the plan and the service leave: one `assign`, or a few
 * writes of rows. Errors: NoRoute where none is left; InvalidInputError where a merge would be blind.
 */
export async function writeByRoute(
    plan: Plan,
    changes: readonly Change[],
    context: WriteContext,
    others: Others,
): Promise<Written> {
    const { policy, settings, routes } = context;
    const writeRows = createRowWrites(context);

    async function writeList(): Promise<Written> {
        await refuseBlindMerge(plan, context, others);
        return createListWrite(context)(plan);
    }

    switch (routeOf(plan, changes, context)) {
        case "rowsAlone":
            return writeRows(plan);
        case "list":
            try {
                return await writeList();
            } catch (error: unknown) {
                if (!(error instanceof NoRoute) || settings.writeMode === "assign") {
                    throw error;
                }
                return writeRows(plan);
            }
        case "rows":
            try {
                return await writeRows(plan);
            } catch (error: unknown) {
                const isLost = settings.writeMode !== "auto" || routes.isAbsent(policy, "assign");
                if (!(error instanceof NoRoute) || isLost) {
                    throw error;
                }
                return writeList();
            }
    }
}

async function refuseBlindMerge(
    plan: Plan,
    { settings, policy, purpose, signal }: WriteContext,
    { declarations, deps }: Others,
): Promise<void> {
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
        `Assign failed: ${purpose.object}: the policy has assignments that are not of this program, and v1.0 shows neither their filters nor whether a policy set made them, so writing the list back would damage them. Set intune:apiVersion to "beta".`,
    );
}
