/** What a user reads when a policy's list could not be brought to what the program wants. */
import type { Change } from "../assignment/changes";
import type { Policy } from "../assignment/policy";
import { isDirect, type Row } from "../assignment/row";
import { describeFilter, describeTarget } from "../assignment/target";
import { ConflictError, GraphRequestError, NotConfirmedError } from "../errors";
import type { Settings } from "../settings";
import type { NoRoute } from "./routes";

/** Verb of the message if a change fails. */
export type ChangeVerb = "Assign" | "Update" | "Unassign";

/** A change that failed, on the object its message names. */
export interface Failing {
    readonly verb: ChangeVerb;
    readonly change: Change;
    readonly object: string;
}

export function describeRows(rows: readonly Row[]): string {
    const list = rows
        .filter(isDirect)
        .map((row) => (row.target ? `${describeTarget(row.target)} with ${describeFilter(row.target)}` : row.id));
    return list.length === 0 ? "none" : list.join("; ");
}

export function isRemoval({ type }: Change): boolean {
    return type === "remove" || type === "removeAll";
}

export function missingPolicy({ verb, object }: Failing): GraphRequestError {
    return new GraphRequestError(
        `${verb} failed: ${object}: 404: the policy does not exist in this tenant. Check its id and intune:tenantId.`,
        { status: 404, code: "ResourceNotFound", reason: "the policy does not exist" },
    );
}

export function notConfirmed(
    { verb, change, object }: Failing,
    attempts: number,
    rows: readonly Row[],
): NotConfirmedError {
    const targets = "targets" in change ? change.targets : [change.target];
    const wanted = targets.map((target) => `${describeTarget(target)} with ${describeFilter(target)}`);
    return new NotConfirmedError(
        `${verb} failed: ${object}: Graph accepted the change ${String(attempts)} times, but the policy does not show it; somebody else may be writing it, or a policy set holds the same target. ` +
            `Wanted${isRemoval(change) ? " gone" : ""}: ${wanted.join("; ") || "none"}. ` +
            `There: ${describeRows(rows)}. Run \`pulumi up\` again.`,
    );
}

export function overwrittenError(
    object: string,
    lost: readonly Row[],
    ours: readonly Row[],
    cause: unknown,
): ConflictError {
    const why = cause instanceof Error ? ` (${cause.message})` : "";
    return new ConflictError(
        `Assign failed: ${object}: somebody else changed the assignments while they were written, and their change could not be put back${why}. ` +
            `Theirs: ${describeRows(lost)}. There now: ${describeRows(ours)}. Assign theirs again by hand, then run \`pulumi up\`.`,
    );
}

export function noRouteError(
    { verb, error }: NoRoute,
    { writeMode }: Settings,
    policy: Policy,
    { verb: changeVerb, object }: Pick<Failing, "verb" | "object">,
): GraphRequestError {
    const request = {
        post: writeMode === "reference" ? "POST .../assignments/$ref" : "POST .../assignments",
        delete: "DELETE .../assignments/{id}",
        assign: "POST .../assign",
    }[verb];
    const next =
        policy.userId !== undefined
            ? "Assign the configuration itself: leave out userId."
            : writeMode === "auto"
              ? "It offers no way to write these assignments."
              : 'Set intune:writeMode to "auto".';
    return new GraphRequestError(
        `${changeVerb} failed: ${object}: this service has no route for ${request}. Nothing was changed. ${next}`,
        error.failure,
    );
}
