/** Graph's routes for the three families, without HTTP: a request in, a reply out. */
import { shownRow, storedRow, targetProblem, type StoredRow } from "./assignmentRow";
import { families, isFamilyName, type FamilyName } from "./families";
import { applyQuery, expandedNames, type Item } from "./odata";
import { failure, noRoute, notFound, ok, type Reply } from "./reply";
import type { PolicyState, Tenant } from "./tenant";

export type Mode = "service" | "documented";

export interface ServiceRequest {
    readonly method: string;
    readonly version: string;
    /** Decoded segments below the version. */
    readonly segments: readonly string[];
    readonly query: URLSearchParams;
    readonly body: unknown;
}

export interface ServiceContext {
    readonly tenant: Tenant;
    readonly mode: Mode;
    readonly pageSize: number;
    /** Graph's root, for contexts and next links. */
    readonly root: string;
    /** The rows that reads show; behind the stored ones when a read lag is simulated. */
    visibleRows(family: FamilyName, policy: PolicyState): readonly StoredRow[];
}

interface Target {
    readonly family: FamilyName;
    readonly policy: PolicyState;
    readonly isUserScoped: boolean;
}

const navigations = ["assignments"];

function isReply(value: object): value is Reply {
    return "status" in value;
}

function collectionReply(
    items: readonly Item[],
    request: ServiceRequest,
    context: ServiceContext,
    expandable: readonly string[] = [],
): Reply {
    const page = applyQuery(items, request.query, context.pageSize, expandable);
    if (isReply(page)) {
        return page;
    }
    const path = request.segments.map(encodeURIComponent).join("/");
    const next = new URLSearchParams(request.query);
    next.delete("$skip");
    next.set("$skiptoken", String(page.nextSkip));
    return ok({
        "@odata.context": `${context.root}/${request.version}/$metadata#${path}`,
        ...(page.count === undefined ? {} : { "@odata.count": page.count }),
        ...(page.nextSkip === undefined
            ? {}
            : { "@odata.nextLink": `${context.root}/${request.version}/${path}?${next.toString()}` }),
        value: page.items,
    });
}

function shownPolicy(family: FamilyName, policy: PolicyState, version: string, context: ServiceContext): Item {
    const { type, ...rest } = policy;
    return {
        ...(type === undefined ? {} : { "@odata.type": type }),
        description: null,
        createdDateTime: "2026-01-05T09:00:00Z",
        lastModifiedDateTime: "2026-01-05T09:00:00Z",
        version: 1,
        ...rest,
        assignments: context.visibleRows(family, policy).map((row) => shownRow(row, version)),
    };
}

function isDefault(family: FamilyName, policy: PolicyState): boolean {
    return family === "deviceEnrollmentConfigurations" && (policy.priority === 0 || policy.id.includes("_Default"));
}

function routePath({ family, policy }: Target, tail: string): string {
    return `deviceManagement/${family}('${policy.id}')/${tail}`;
}

function assign(target: Target, request: ServiceRequest, context: ServiceContext): Reply {
    const { family, policy } = target;
    const { assignKey, assignAnswers } = families[family];
    const rows = (request.body as Record<string, unknown> | undefined)?.[assignKey];
    if (!Array.isArray(rows)) {
        return failure(400, "BadRequest", `The parameter '${assignKey}' is missing or not a collection.`);
    }
    if (isDefault(family, policy)) {
        return failure(400, "BadRequest", "The assignments of a default enrollment configuration can't be changed.");
    }
    const bodies = rows.map((row) => (typeof row === "object" && row !== null ? (row as Record<string, unknown>) : {}));
    const problem = bodies.map((row) => targetProblem(row["target"], request.version, context.tenant)).find(Boolean);
    if (problem) {
        return problem;
    }
    const made = bodies.map((row) => storedRow(family, policy.id, row, context.mode === "service"));
    // Doubles are dropped without an error: the first wins.
    const direct = made.filter((row, index) => made.findIndex(({ id }) => id === row.id) === index);
    const inherited = policy.assignments.filter(({ source }) => source === "policySets");
    context.tenant.setAssignments(family, policy.id, [...inherited, ...direct]);
    if (assignAnswers === 204) {
        return { status: 204 };
    }
    return ok({
        "@odata.context": `${context.root}/${request.version}/$metadata#Collection(${families[family].rowType.slice(1)})`,
        value: [...inherited, ...direct].map((row) => shownRow(row, request.version)),
    });
}

function addRow(target: Target, request: ServiceRequest, context: ServiceContext): Reply {
    const { family, policy } = target;
    const body = request.body;
    if (typeof body !== "object" || body === null) {
        return failure(400, "BadRequest", "Empty Payload. JSON content expected.");
    }
    const problem = targetProblem((body as { target?: unknown }).target, request.version, context.tenant);
    if (problem) {
        return problem;
    }
    if (isDefault(family, policy)) {
        return failure(400, "BadRequest", "The assignments of a default enrollment configuration can't be changed.");
    }
    const row = storedRow(family, policy.id, body as Record<string, unknown>, context.mode === "service");
    if (policy.assignments.some(({ id, source }) => id === row.id && source === "direct")) {
        return failure(409, "Conflict", `An assignment with id ${row.id} exists already.`);
    }
    context.tenant.setAssignments(family, policy.id, [...policy.assignments, row]);
    return ok(
        {
            "@odata.context": `${context.root}/${request.version}/$metadata#${routePath(target, "assignments")}/$entity`,
            "@odata.type": families[family].rowType,
            ...shownRow(row, request.version),
        },
        201,
    );
}

function removeRow({ family, policy }: Target, rowId: string, context: ServiceContext): Reply {
    const row = policy.assignments.find(({ id, source }) => id === rowId && source === "direct");
    if (row === undefined) {
        return notFound(`Assignment ${rowId}`);
    }
    context.tenant.setAssignments(
        family,
        policy.id,
        policy.assignments.filter((other) => other !== row),
    );
    return { status: 204 };
}

function assignmentsReply(
    target: Target,
    rest: readonly string[],
    request: ServiceRequest,
    context: ServiceContext,
): Reply {
    const { family, policy, isUserScoped } = target;
    const [rowId] = rest;
    const isService = context.mode === "service";
    const hasRowWrites = !isService || (families[family].hasRowWrites && !isUserScoped);
    const rows = context.visibleRows(family, policy);
    const { innerService } = families[family];
    if (request.method === "POST" && (rowId === undefined || rowId === "$ref")) {
        const isReference = rowId === "$ref";
        return hasRowWrites && (!isReference || (!isService && family === "deviceConfigurations"))
            ? addRow(target, request, context)
            : noRoute(
                  "POST",
                  `navigation/key/navigation${isReference ? "/$ref" : ""}`,
                  innerService,
                  routePath(target, `assignments${isReference ? "/$ref" : ""}`),
              );
    }
    if (request.method === "GET" && rowId === undefined) {
        return collectionReply(
            rows.map((row) => shownRow(row, request.version)),
            request,
            context,
        );
    }
    if (request.method === "GET" && rowId !== undefined) {
        const row = rows.find(({ id }) => id.toLowerCase() === rowId.toLowerCase());
        return row ? ok(shownRow(row, request.version)) : notFound(`Assignment ${rowId}`);
    }
    if (request.method === "DELETE" && rowId !== undefined && hasRowWrites) {
        return removeRow(target, rowId, context);
    }
    return noRoute(
        request.method,
        rowId === undefined ? "navigation/key/navigation" : "navigation/key/navigation/key",
        innerService,
        routePath(target, rowId === undefined ? "assignments" : `assignments('${rowId}')`),
    );
}

function policyReply(target: Target, rest: readonly string[], request: ServiceRequest, context: ServiceContext): Reply {
    const { family, policy, isUserScoped } = target;
    const [navigation, ...tail] = rest;
    const { innerService } = families[family];
    if (navigation === "assignments" && tail.length <= 1) {
        return assignmentsReply(target, tail, request, context);
    }
    if (
        (navigation === "assign" || navigation === "microsoft.graph.assign") &&
        request.method === "POST" &&
        tail.length === 0
    ) {
        return isUserScoped && context.mode === "service"
            ? noRoute("POST", "navigation/key/action", innerService, routePath(target, "assign"))
            : assign(target, request, context);
    }
    if (navigation === undefined && request.method === "GET") {
        const item = shownPolicy(family, policy, request.version, context);
        const page = applyQuery([item], request.query, 1, navigations);
        return isReply(page) ? page : ok(page.items[0]);
    }
    return noRoute(request.method, "navigation/key", innerService, routePath(target, rest.join("/")));
}

function familyReply(
    family: FamilyName,
    rest: readonly string[],
    request: ServiceRequest,
    context: ServiceContext,
    isUserScoped: boolean,
): Reply {
    const [policyId, ...tail] = rest;
    if (policyId === undefined) {
        const items = context.tenant
            .list(family)
            .map((policy) => shownPolicy(family, policy, request.version, context));
        return request.method === "GET"
            ? collectionReply(items, request, context, navigations)
            : failure(
                  405,
                  "MethodNotAllowed",
                  "The simulator makes no policies by request: use its state file or /simulator/state.",
              );
    }
    const policy = context.tenant.policy(family, policyId);
    return policy === undefined
        ? notFound(`The ${families[family].noun.toLowerCase()} entity '${policyId}'`)
        : policyReply({ family, policy, isUserScoped }, tail, request, context);
}

function catalogReply(
    items: readonly Item[],
    rest: readonly string[],
    request: ServiceRequest,
    context: ServiceContext,
    what: string,
): Reply {
    const [id] = rest;
    if (request.method !== "GET") {
        return failure(405, "MethodNotAllowed", "The simulator only reads here.");
    }
    if (id === undefined) {
        return collectionReply(items, request, context);
    }
    const item = items.find((candidate) => String(candidate["id"]).toLowerCase() === id.toLowerCase());
    return item ? ok(item) : notFound(`${what} '${id}'`);
}

function userReply(rest: readonly string[], request: ServiceRequest, context: ServiceContext): Reply {
    const [user, navigation, ...tail] = rest;
    const users = context.tenant.users().map((item): Item => ({ ...item }));
    if (user === undefined || navigation === undefined) {
        return catalogReply(users, rest, request, context, "The user");
    }
    if (!context.tenant.hasUser(user)) {
        return notFound(`The user '${user}'`);
    }
    if (navigation !== "deviceEnrollmentConfigurations" || request.version !== "beta") {
        return failure(400, "BadRequest", `Resource not found for the segment '${navigation}'.`);
    }
    return familyReply("deviceEnrollmentConfigurations", tail, request, context, true);
}

/** Answers one logical request. */
export function serve(request: ServiceRequest, context: ServiceContext): Reply {
    const [area, name, ...rest] = request.segments;
    const { tenant } = context;
    if (request.version !== "beta" && request.version !== "v1.0") {
        return failure(404, "BadRequest", `Invalid version: ${request.version}.`);
    }
    switch (area) {
        case "deviceManagement":
            if (isFamilyName(name)) {
                return familyReply(name, rest, request, context, false);
            }
            if (name === "assignmentFilters" && request.version === "beta") {
                return catalogReply(
                    tenant.filters().map((filter): Item => ({ ...filter })),
                    rest,
                    request,
                    context,
                    "The filter",
                );
            }
            // What backup tools ask for beside the three families: there, and empty.
            return request.method === "GET" && rest.length === 0
                ? collectionReply([], request, context, expandedNames(request.query))
                : failure(400, "BadRequest", `Resource not found for the segment '${String(name)}'.`);
        case "groups":
            return catalogReply(
                tenant.groups().map((group): Item => ({ ...group, groupTypes: [], securityEnabled: true })),
                request.segments.slice(1),
                request,
                context,
                "The group",
            );
        case "users":
            return userReply(request.segments.slice(1), request, context);
        case "organization":
            return collectionReply(
                [{ id: "0a1b2c3d-0000-4000-8000-00000000aaaa", displayName: "Simulated tenant" }],
                request,
                context,
            );
        default:
            return failure(400, "BadRequest", `Resource not found for the segment '${String(area)}'.`);
    }
}

/** The permission that a request needs. */
export function neededPermission(request: ServiceRequest): string | undefined {
    const family = request.segments.find((segment): segment is FamilyName => isFamilyName(segment));
    if (family) {
        return families[family].permissions[request.method === "GET" ? "read" : "write"];
    }
    return request.segments[0] === "groups" ? "GroupMember.Read.All" : undefined;
}
