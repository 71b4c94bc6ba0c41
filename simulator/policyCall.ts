/** What the routes at and below a policy have in common. */
import { shownRow } from "./assignmentRow";
import { families, type FamilyName } from "./families";
import type { GraphContext, GraphRequest } from "./graphRequest";
import type { Item } from "./queryOptions";
import { intuneFailure, notFound, type Reply } from "./reply";
import type { Destination } from "./target";
import type { PolicyState } from "./tenantState";

/** A request for one family, by the collection's path that it came by. */
export interface PolicyCall {
    readonly family: FamilyName;
    /** As Graph writes it in contexts: `deviceManagement/deviceConfigurations`. */
    readonly collection: string;
    readonly request: GraphRequest;
    readonly context: GraphContext;
    /** Ids out of the path, in its order. */
    readonly ids: readonly string[];
}

export type PolicyHandler = (call: PolicyCall) => Reply;

/** Runs a handler on the policy that the path names. */
export function withPolicy(handle: (call: PolicyCall, policy: PolicyState, rowId: string) => Reply): PolicyHandler {
    return (call) => {
        const [policyId = "", rowId = ""] = call.ids;
        const policy = call.context.tenant.policy(call.family, policyId);
        return policy === undefined
            ? notFound(`${families[call.family].noun}: the entity '${policyId}'`)
            : handle(call, policy, rowId);
    };
}

export function rowsFragment({ collection }: PolicyCall, policy: PolicyState): string {
    return `${collection}('${policy.id}')/assignments`;
}

/** The rows as the version shows them. */
export function visibleRows({ context, family, request }: PolicyCall, policy: PolicyState): Item[] {
    return context.visibleRows(family, policy).map((row) => shownRow(row, request.version));
}

/** Where rows of the policy are checked against. */
export function destination({ context, request }: PolicyCall, policy: PolicyState): Destination {
    const { tenant, mode } = context;
    return {
        version: request.version,
        mode,
        platform: policy.platform,
        known: {
            hasGroup: (id) => tenant.hasGroup(id) && context.isKnownGroup(id),
            filterPlatform: (id) => tenant.filterPlatform(id),
        },
    };
}

/** A tenant's own default is for everyone, for ever. */
export function defaultProblem(family: FamilyName, policy: PolicyState): Reply | undefined {
    const isDefault =
        family === "deviceEnrollmentConfigurations" && (policy.priority === 0 || /_Default\w*$/.test(policy.id));
    return isDefault
        ? intuneFailure(400, "BadRequest", "The assignments of a default enrollment configuration can't be changed.")
        : undefined;
}
