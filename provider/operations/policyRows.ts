import { assignmentsPath, describePolicy, type Policy } from "../assignment/policy";
import { readRow, type Row } from "../assignment/row";
import { GraphRequestError } from "../errors";
import type { Graph, Purpose } from "../graph";

/** The rows of a policy; undefined where the policy does not exist. */
export type PolicyRows = readonly Row[] | undefined;

/** The words for a failed read of a policy's assignments. */
export function readPurpose(policy: Policy): Purpose {
    return { verb: "Read", object: describePolicy(policy), permission: policy.kind.permissions.read };
}

/** Reads assignments out of a Graph answer. An entry that is none is an error: a merge would lose it. */
export function readRows(values: readonly unknown[], purpose: Purpose): readonly Row[] {
    return values.map((value) => {
        const row = readRow(value);
        if (row === undefined) {
            const reason = "the list of assignments holds an entry without an id, or one nested too deep";
            throw new GraphRequestError(
                `${purpose.verb} failed: ${purpose.object}: ${reason}, so it can't be put back. Nothing was changed: look at the policy in Intune.`,
                { status: 200, code: "", reason },
            );
        }
        return row;
    });
}

export function isNotFound(error: unknown): boolean {
    return error instanceof GraphRequestError && error.failure.status === 404;
}

/** `GET {policy}/assignments`, all pages. */
export async function fetchRows(graph: Graph, policy: Policy, signal: AbortSignal): Promise<PolicyRows> {
    const purpose = readPurpose(policy);
    try {
        return readRows(await graph.list(assignmentsPath(policy), purpose, signal), purpose);
    } catch (error: unknown) {
        if (isNotFound(error)) {
            return undefined;
        }
        throw error;
    }
}
