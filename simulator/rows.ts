/** The collection `assignments` of a policy: reading, and writing single rows where the service has that. */
import { rowProblem, shownRow, storedRow, type StoredRow } from "./assignmentRow";
import { collectionReply, contextUrl, itemReply, plainSource } from "./collection";
import { families } from "./families";
import { defaultProblem, destination, rowsFragment, visibleRows, withPolicy, type PolicyHandler } from "./policyCall";
import { failure, notFound, ok } from "./reply";

export const listRows: PolicyHandler = withPolicy((call, policy) =>
    collectionReply(plainSource(visibleRows(call, policy)), rowsFragment(call, policy), call.request, call.context),
);

function isRow(row: StoredRow, id: string): boolean {
    return row.id.toLowerCase() === id.toLowerCase();
}

export const readRow: PolicyHandler = withPolicy((call, policy, rowId) => {
    const row = call.context.visibleRows(call.family, policy).find((candidate) => isRow(candidate, rowId));
    return row === undefined
        ? notFound(`Assignment '${rowId}'`)
        : itemReply(
              shownRow(row, call.request.version),
              plainSource([]),
              rowsFragment(call, policy),
              call.request,
              call.context,
          );
});

/** POST of one row, to the collection or to `$ref`. */
export const addRow: PolicyHandler = withPolicy((call, policy) => {
    const { family, request, context } = call;
    const problem = rowProblem(family, request.body, destination(call, policy)) ?? defaultProblem(family, policy);
    if (problem) {
        return problem;
    }
    const row = storedRow(family, policy.id, request.body as Record<string, unknown>, context.mode);
    if (policy.assignments.some((other) => isRow(other, row.id) && other.source === "direct")) {
        return failure(409, "Conflict", `An assignment with id ${row.id} exists already.`);
    }
    context.tenant.setAssignments(family, policy.id, [...policy.assignments, row]);
    return ok(
        {
            "@odata.context": contextUrl(request, context, `${rowsFragment(call, policy)}/$entity`),
            "@odata.type": families[family].rowType,
            ...shownRow(row, request.version),
        },
        201,
    );
});

export const removeRow: PolicyHandler = withPolicy((call, policy, rowId) => {
    const row = policy.assignments.find((candidate) => isRow(candidate, rowId) && candidate.source === "direct");
    if (row === undefined) {
        return notFound(`Assignment '${rowId}'`);
    }
    const rest = policy.assignments.filter((other) => other !== row);
    call.context.tenant.setAssignments(call.family, policy.id, rest);
    return { status: 204 };
});
