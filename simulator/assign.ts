import { rowProblem, shownRow, storedRow, type StoredRow } from "./assignmentRow";
import { contextUrl } from "./collection";
import { families } from "./families";
import { defaultProblem, destination, withPolicy, type PolicyHandler } from "./policyCall";
import { failure, ok } from "./reply";

/** Of rows with one id the first wins, without an error. */
function withoutDoubles(rows: readonly StoredRow[]): StoredRow[] {
    const seen = new Set<string>();
    return rows.filter(({ id }) => !seen.has(id.toLowerCase()) && seen.add(id.toLowerCase()));
}

/** Replaces all direct rows; those of policy sets stay. */
export const assign: PolicyHandler = withPolicy((call, policy) => {
    const { family, request, context } = call;
    const { assignKey, assignAnswers, rowType } = families[family];
    const bodies = (request.body as Readonly<Record<string, unknown>> | null | undefined)?.[assignKey];
    if (!Array.isArray(bodies)) {
        return failure(400, "BadRequest", `The parameter '${assignKey}' is missing or not a collection.`);
    }
    const where = destination(call, policy);
    const problems = bodies.map((body: unknown) => rowProblem(family, body, where));
    const problem = problems.find((found) => found !== undefined) ?? defaultProblem(family, policy);
    if (problem) {
        return problem;
    }
    const direct = (bodies as Record<string, unknown>[]).map((body) =>
        storedRow(family, policy.id, body, context.mode),
    );
    const inherited = policy.assignments.filter(({ source }) => source === "policySets");
    const rows = [...inherited, ...withoutDoubles(direct)];
    context.tenant.setAssignments(family, policy.id, rows);
    return assignAnswers === 204
        ? { status: 204 }
        : ok({
              "@odata.context": contextUrl(request, context, `Collection(${rowType.slice(1)})`),
              value: rows.map((row) => shownRow(row, request.version)),
          });
});
