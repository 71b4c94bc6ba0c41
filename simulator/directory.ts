/** The part of Entra that assignments refer to: groups and users, read only. */
import { collectionReply, itemReply, plainSource } from "./collection";
import type { GraphContext, GraphRequest } from "./graphRequest";
import type { Item } from "./queryOptions";
import { badRequest, directoryNotFound, failure, ok, type Reply } from "./reply";
import type { GroupState, UserState } from "./tenantState";

type DirectoryHandler = (request: GraphRequest, context: GraphContext, ids: readonly string[]) => Reply;

function shownGroup({ membershipRule, ...group }: GroupState): Item {
    return {
        description: null,
        mailEnabled: false,
        mailNickname: group.displayName.replace(/\W+/g, ""),
        securityEnabled: true,
        ...group,
        groupTypes: membershipRule === undefined ? [] : ["DynamicMembership"],
        membershipRule: membershipRule ?? null,
    };
}

function shownUser(user: UserState): Item {
    return { ...user };
}

function knownGroups({ tenant, isKnownGroup }: GraphContext): Item[] {
    return tenant
        .groups()
        .filter(({ id }) => isKnownGroup(id))
        .map(shownGroup);
}

function byId(items: readonly Item[], id: string, ...keys: readonly string[]): Item | undefined {
    const wanted = id.toLowerCase();
    return items.find((item) => ["id", ...keys].some((key) => String(item[key]).toLowerCase() === wanted));
}

function readOne(items: readonly Item[], fragment: string, ...keys: readonly string[]): DirectoryHandler {
    return (request, context, [id = ""]) => {
        const item = byId(items, id, ...keys);
        return item === undefined
            ? directoryNotFound(id)
            : itemReply(item, plainSource([]), fragment, request, context);
    };
}

export const listGroups: DirectoryHandler = (request, context) =>
    collectionReply(plainSource(knownGroups(context)), "groups", request, context);

export const readGroup: DirectoryHandler = (request, context, ids) =>
    readOne(knownGroups(context), "groups")(request, context, ids);

export const listUsers: DirectoryHandler = (request, context) =>
    collectionReply(plainSource(context.tenant.users().map(shownUser)), "users", request, context);

export const readUser: DirectoryHandler = (request, context, ids) =>
    readOne(context.tenant.users().map(shownUser), "users", "userPrincipalName")(request, context, ids);

const maxIds = 1_000;

/** Groups and users by id; ids that nobody has are left out. */
export const getByIds: DirectoryHandler = ({ body, version }, context) => {
    const { ids, types } = (body ?? {}) as { ids?: unknown; types?: unknown };
    if (!Array.isArray(ids) || ids.length > maxIds) {
        return badRequest(`The parameter 'ids' has to be a collection of at most ${String(maxIds)} ids.`);
    }
    const wanted = new Set(ids.map((id) => String(id).toLowerCase()));
    const isAsked = (type: string): boolean => !Array.isArray(types) || types.includes(type);
    const typed = (type: string, items: readonly Item[]): Item[] =>
        isAsked(type) ? items.map((item) => ({ "@odata.type": `#microsoft.graph.${type}`, ...item })) : [];
    const all = [...typed("group", knownGroups(context)), ...typed("user", context.tenant.users().map(shownUser))];
    return ok({
        "@odata.context": `${context.root}/${version}/$metadata#directoryObjects`,
        value: all.filter(({ id }) => wanted.has(String(id).toLowerCase())),
    });
};

export const readOnly: DirectoryHandler = () =>
    failure(405, "MethodNotAllowed", "The simulator only reads here: use its state file or /simulator/state.");
