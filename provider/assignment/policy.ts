import { InvalidInputError } from "../errors";
import type { Kind } from "./kinds";

/** One policy whose assignments are managed: where they hang in Graph. */
export interface Policy {
    readonly kind: Kind;
    readonly policyId: string;
    /** Set for the per-user view of an enrollment configuration. */
    readonly userId?: string | undefined;
}

/** Keeps `@` of user principal names readable; everything else that is not plain is percent-encoded. */
export function pathSegment(id: string): string {
    // URLs resolve dot segments even when they are percent-encoded, so these can't be sent at all.
    if (id === "" || id === "." || id === "..") {
        throw new InvalidInputError(`Request refused: the id "${id}" can't be part of a Graph path.`);
    }
    return encodeURIComponent(id).replaceAll("%40", "@");
}

/** Graph path of the policy, without version: `deviceManagement/deviceCompliancePolicies/{id}`. */
export function policyPath({ kind, policyId, userId }: Policy): string {
    const root = userId === undefined ? "deviceManagement" : `users/${pathSegment(userId)}`;
    return `${root}/${kind.collection}/${pathSegment(policyId)}`;
}

/** Graph path of the list of assignments; also the Pulumi id of a set. */
export function assignmentsPath(policy: Policy): string {
    return `${policyPath(policy)}/assignments`;
}

/** Graph path of one assignment; also the Pulumi id of a row. */
export function assignmentPath(policy: Policy, assignmentId: string): string {
    return `${assignmentsPath(policy)}/${pathSegment(assignmentId)}`;
}

/** Equal for equal policies, whatever the case of their ids. */
export function policyKey(policy: Policy): string {
    return policyPath(policy).toLowerCase();
}

/** How messages name the policy. */
export function describePolicy(policy: Policy, displayName?: string): string {
    const name = displayName === undefined ? policy.policyId : `"${displayName}" (${policy.policyId})`;
    const user = policy.userId === undefined ? "" : ` of user ${policy.userId}`;
    return `${policy.kind.noun} ${name}${user}`;
}
