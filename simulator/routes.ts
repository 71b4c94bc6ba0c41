/** All routes as a table, and the way from a request to its row. */
import { assign } from "./assign";
import {
    emptyCollections,
    listFilters,
    listNothing,
    listOrganization,
    listScopeTags,
    readFilter,
    readScopeTag,
} from "./catalog";
import { getByIds, listGroups, listUsers, readGroup, readOnly, readUser } from "./directory";
import { families, familyNames, isFamilyName, type Family, type FamilyName } from "./families";
import type { GraphContext, GraphRequest } from "./graphRequest";
import { listPolicies, readPolicy, removePolicy } from "./policies";
import type { PolicyHandler } from "./policyCall";
import { badRequest, directoryNotFound, failure, noRoute, type Reply } from "./reply";
import { addRow, listRows, readRow, removeRow } from "./rows";
import type { Mode } from "./target";

/** Any of these permissions is enough. */
export type Permissions = readonly string[];

interface Route {
    readonly method: string;
    /** `*` stands for an id. */
    readonly path: readonly string[];
    readonly versions: readonly string[];
    /** What the caller needs one of; nothing where empty. */
    readonly permissions: Permissions;
    handle(request: GraphRequest, context: GraphContext, ids: readonly string[]): Reply;
}

/** Where a family's collection is found. */
interface Place {
    readonly family: FamilyName;
    readonly isUserScoped: boolean;
}

interface PolicyRoute {
    readonly method: string;
    /** Below the collection. */
    readonly path: string;
    /** Whether the service has it; `documented` mode has all but `$ref` of other families. */
    readonly isServed?: (mode: Mode, family: Family, isUserScoped: boolean) => boolean;
    readonly handle: PolicyHandler;
}

function hasRowWrites(mode: Mode, family: Family, isUserScoped: boolean): boolean {
    return mode === "documented" || (family.hasRowWrites && !isUserScoped);
}

const policyRoutes: readonly PolicyRoute[] = [
    { method: "GET", path: "", handle: listPolicies },
    { method: "GET", path: "*", handle: readPolicy },
    { method: "DELETE", path: "*", isServed: (_mode, _family, isUserScoped) => !isUserScoped, handle: removePolicy },
    { method: "GET", path: "*/assignments", handle: listRows },
    { method: "GET", path: "*/assignments/*", handle: readRow },
    { method: "POST", path: "*/assignments", isServed: hasRowWrites, handle: addRow },
    { method: "DELETE", path: "*/assignments/*", isServed: hasRowWrites, handle: removeRow },
    {
        method: "POST",
        path: "*/assignments/$ref",
        isServed: (mode, { hasReference }) => mode === "documented" && hasReference,
        handle: addRow,
    },
    {
        method: "POST",
        path: "*/assign",
        isServed: (mode, _family, isUserScoped) => mode === "documented" || !isUserScoped,
        handle: assign,
    },
];

const everyVersion = ["beta", "v1.0"];
const betaOnly = ["beta"];

function split(path: string): string[] {
    return path.split("/").filter((part) => part !== "");
}

/** The family and the length of its collection's path that a request begins with. */
function placeOf([area, second, third]: readonly string[]): (Place & { readonly length: number }) | undefined {
    if (area === "deviceManagement" && isFamilyName(second)) {
        return { family: second, isUserScoped: false, length: 2 };
    }
    return area === "users" && third === "deviceEnrollmentConfigurations"
        ? { family: third, isUserScoped: true, length: 3 }
        : undefined;
}

/** OData's shape of a path, as error texts have it. */
function template(segments: readonly string[], { isUserScoped, length }: Place & { length: number }): string {
    const below = segments
        .slice(length)
        .map((segment, at) =>
            segment === "$ref" ? "$ref" : at % 2 === 0 ? "key" : segment === "assign" ? "action" : "navigation",
        );
    return [isUserScoped ? "entityset/key/navigation" : "singleton/navigation", ...below].join("/");
}

/** `deviceManagement/deviceCompliancePolicies('{id}')/assignments` */
function keyedPath(segments: readonly string[], length: number): string {
    return segments.reduce((path, segment, at) => {
        const isKey = (at >= length && (at - length) % 2 === 0) || (length === 3 && at === 1);
        return isKey ? `${path}('${segment}')` : at === 0 ? segment : `${path}/${segment}`;
    }, "");
}

function missingRoute(request: GraphRequest, place: Place & { length: number }): Reply {
    const { segments, method } = request;
    const path = keyedPath(segments, place.length);
    return noRoute(method, template(segments, place), families[place.family].innerService, path);
}

function policyRoutesAt(collection: string, { family, isUserScoped }: Place): Route[] {
    const { permissions } = families[family];
    const path = split(collection);
    return policyRoutes.map(({ method, path: below, isServed, handle }) => ({
        method,
        path: [...path, ...split(below)],
        versions: isUserScoped ? betaOnly : everyVersion,
        permissions: method === "GET" ? [permissions.read, permissions.write] : [permissions.write],
        handle(request, context, ids) {
            const [user = ""] = ids;
            if (isServed && !isServed(context.mode, families[family], isUserScoped)) {
                return missingRoute(request, { family, isUserScoped, length: path.length });
            }
            if (isUserScoped && !context.tenant.hasUser(user)) {
                return directoryNotFound(user);
            }
            const shown = request.segments.slice(0, path.length);
            return handle({
                family,
                collection: isUserScoped ? keyedPath(shown, path.length) : shown.join("/"),
                request,
                context,
                ids: isUserScoped ? ids.slice(1) : ids,
            });
        },
    }));
}

const groupPermissions = ["GroupMember.Read.All", "Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All"];
const userPermissions = ["User.ReadBasic.All", "User.Read.All", "User.ReadWrite.All", "Directory.Read.All"];
const { read, write } = families.deviceConfigurations.permissions;

const routes: readonly Route[] = [
    ...familyNames.flatMap((family) => policyRoutesAt(`deviceManagement/${family}`, { family, isUserScoped: false })),
    ...policyRoutesAt("users/*/deviceEnrollmentConfigurations", {
        family: "deviceEnrollmentConfigurations",
        isUserScoped: true,
    }),
    ...[
        ["GET", "groups", groupPermissions, everyVersion, listGroups] as const,
        ["POST", "groups", groupPermissions, everyVersion, readOnly] as const,
        ["GET", "groups/*", groupPermissions, everyVersion, readGroup] as const,
        ["GET", "users", userPermissions, everyVersion, listUsers] as const,
        ["GET", "users/*", userPermissions, everyVersion, readUser] as const,
        ["POST", "directoryObjects/getByIds", groupPermissions, everyVersion, getByIds] as const,
        ["GET", "organization", [], everyVersion, listOrganization] as const,
        ["GET", "deviceManagement/assignmentFilters", [read, write], betaOnly, listFilters] as const,
        ["GET", "deviceManagement/assignmentFilters/*", [read, write], betaOnly, readFilter] as const,
        ["GET", "deviceManagement/roleScopeTags", [], betaOnly, listScopeTags] as const,
        ["GET", "deviceManagement/roleScopeTags/*", [], betaOnly, readScopeTag] as const,
        ...emptyCollections.map((path) => ["GET", path, [], everyVersion, listNothing] as const),
    ].map(([method, path, permissions, versions, handle]): Route => {
        return { method, path: split(path), permissions, versions, handle };
    }),
];

/** Ids under the placeholders; undefined where the path is another. */
function match({ path }: Route, segments: readonly string[]): string[] | undefined {
    if (path.length !== segments.length) {
        return undefined;
    }
    const ids: string[] = [];
    for (const [at, part] of path.entries()) {
        const segment = segments[at] ?? "";
        if (part === "*" && !segment.startsWith("$")) {
            ids.push(segment);
        } else if (part.toLowerCase() !== segment.toLowerCase()) {
            return undefined;
        }
    }
    return ids;
}

/** What a request asks for, before it is let in. */
export interface Found {
    /** The caller needs one of these; any caller will do where there are none. */
    readonly permissions: Permissions;
    answer(context: GraphContext): Reply;
}

function notServed(request: GraphRequest): Reply {
    const { segments, method, version } = request;
    const place = placeOf(segments);
    if (place && segments.length > place.length && (version === "beta" || !place.isUserScoped)) {
        return missingRoute(request, place);
    }
    const isKnownPath = routes.some((route) => match(route, segments) && route.versions.includes(version));
    if (isKnownPath) {
        return failure(405, "MethodNotAllowed", `The simulator has no ${method} here.`);
    }
    const known = routes.flatMap(({ path, versions }) => (versions.includes(version) ? [path] : []));
    const at = segments.findIndex(
        (_segment, index) =>
            !known.some((path) =>
                segments.slice(0, index + 1).every((part, place) => path[place] === "*" || path[place] === part),
            ),
    );
    return badRequest(`Resource not found for the segment '${segments[at] ?? segments.at(-1) ?? ""}'.`);
}

/** Finds the route of a request. */
export function findRoute(request: GraphRequest): Found {
    if (!everyVersion.includes(request.version)) {
        return { permissions: [], answer: () => badRequest(`Invalid version: ${request.version}.`) };
    }
    for (const route of routes) {
        const ids =
            route.method === request.method && route.versions.includes(request.version)
                ? match(route, request.segments)
                : undefined;
        if (ids) {
            return {
                permissions: route.permissions,
                answer: (context) => route.handle(request, context, ids),
            };
        }
    }
    return { permissions: [], answer: () => notServed(request) };
}
