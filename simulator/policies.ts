import { collectionReply, contextUrl, itemReply } from "./collection";
import { families } from "./families";
import {
    defaultProblem,
    rowsFragment,
    visibleRows,
    withPolicy,
    type PolicyCall,
    type PolicyHandler,
} from "./policyCall";
import type { Item, Source } from "./queryOptions";
import { scheduledActions } from "./scheduledActions";
import type { PolicyState } from "./tenantState";

const defaultDateTime = "2026-01-05T09:00:00Z";

function shownPolicy(call: PolicyCall, policy: PolicyState, expanded: readonly string[]): Item {
    const { type, assignments: _rows, platform: _platform, properties, ...rest } = policy;
    return {
        ...(type === undefined
            ? {}
            : { "@odata.type": `#microsoft.graph.${type.replace(/^#?microsoft\.graph\./, "")}` }),
        description: null,
        createdDateTime: defaultDateTime,
        lastModifiedDateTime: defaultDateTime,
        version: 1,
        ...(call.request.version === "beta" ? { roleScopeTagIds: ["0"] } : {}),
        ...properties,
        ...rest,
        ...(expanded.includes("assignments")
            ? {
                  "assignments@odata.context": contextUrl(call.request, call.context, rowsFragment(call, policy)),
                  assignments: visibleRows(call, policy),
              }
            : {}),
        ...(expanded.includes("scheduledActionsForRule")
            ? { scheduledActionsForRule: scheduledActions(policy.id) }
            : {}),
    };
}

function policySource(call: PolicyCall): Omit<Source<PolicyState>, "all" | "pageSize"> {
    return {
        expandable: families[call.family].expandable,
        present: (policy, expanded) => shownPolicy(call, policy, expanded),
    };
}

export const listPolicies: PolicyHandler = (call) =>
    collectionReply(
        { ...policySource(call), all: call.context.tenant.list(call.family) },
        call.collection,
        call.request,
        call.context,
    );

export const readPolicy: PolicyHandler = withPolicy((call, policy) =>
    itemReply(policy, policySource(call), call.collection, call.request, call.context),
);

/** What an administrator does in the portal, and a race in a test. */
export const removePolicy: PolicyHandler = withPolicy((call, policy) => {
    const problem = defaultProblem(call.family, policy);
    if (problem) {
        return problem;
    }
    call.context.tenant.removePolicy(call.family, policy.id);
    return { status: 204 };
});
