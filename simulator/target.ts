/** Targets of assignments: which the service takes, and what it makes of them. */
import { badRequest, failure, intuneFailure, type Reply } from "./reply";

export type GraphTarget = Readonly<Record<string, unknown>>;

export type Mode = "service" | "documented";

export const filterIdKey = "deviceAndAppManagementAssignmentFilterId";
export const filterTypeKey = "deviceAndAppManagementAssignmentFilterType";

/** The base of all targets: abstract, though the documents post it. */
const baseType = "deviceAndAppManagement";
/** Own properties of each type of target. */
const ownProperties: Readonly<Record<string, readonly string[]>> = {
    allDevices: [],
    allLicensedUsers: [],
    group: ["groupId"],
    exclusionGroup: ["groupId"],
    configurationManagerCollection: ["collectionId"],
};
const zeroGuid = "00000000-0000-0000-0000-000000000000";
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the tenant knows that targets may name. */
export interface Known {
    hasGroup(id: string): boolean;
    /** Platform of a filter; undefined where there is none. */
    filterPlatform(id: string): string | undefined;
}

/** Where a target is about to go. */
export interface Destination {
    readonly version: string;
    readonly mode: Mode;
    /** Platform of the policy, where its state says one. */
    readonly platform?: string | undefined;
    readonly known: Known;
}

/** `#microsoft.graph.groupAssignmentTarget` to `group`. */
export function targetType(target: GraphTarget): string {
    return String(target["@odata.type"])
        .replace(/^#?microsoft\.graph\./, "")
        .replace(/AssignmentTarget$/, "");
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function abstractType(): Reply {
    return failure(
        400,
        "ModelValidationFailure",
        "Cannot create an abstract class. Exception of type 'ModelValidationException'.",
    );
}

function unknownProperty(name: string, type: string): Reply {
    return badRequest(
        `The property '${name}' does not exist on type 'microsoft.graph.${type}AssignmentTarget'. Make sure to only use property names that are defined by the type.`,
    );
}

function isUnset(value: unknown, ...blanks: readonly unknown[]): boolean {
    return value === undefined || value === null || blanks.includes(value);
}

function filterProblem(target: GraphTarget, { version, platform, known }: Destination): Reply | undefined {
    const id = target[filterIdKey];
    const kind = target[filterTypeKey];
    const sent = [filterIdKey, filterTypeKey].find((key) => key in target);
    if (version === "v1.0" && sent !== undefined) {
        return unknownProperty(sent, baseType);
    }
    if (!isUnset(kind) && kind !== "none" && kind !== "include" && kind !== "exclude") {
        return badRequest(`Requested value '${JSON.stringify(kind)}' was not found.`);
    }
    const hasId = !isUnset(id, "", zeroGuid);
    const hasKind = !isUnset(kind, "none");
    if (!hasId && !hasKind) {
        return undefined;
    }
    if (hasId !== hasKind) {
        return badRequest(`${filterIdKey} and ${filterTypeKey} have to be given together.`);
    }
    if (targetType(target) === "exclusionGroup") {
        return badRequest("An assignment filter can't be combined with an exclusion group.");
    }
    const filterPlatform = typeof id === "string" ? known.filterPlatform(id) : undefined;
    if (filterPlatform === undefined) {
        return intuneFailure(400, "BadRequest", `Assignment filter ${String(id)} was not found.`);
    }
    return platform === undefined || platform === filterPlatform
        ? undefined
        : intuneFailure(
              400,
              "BadRequest",
              `Assignment filter ${String(id)} is for ${filterPlatform}, the policy for ${platform}.`,
          );
}

/** Why the service refuses a target; undefined where it takes it. */
export function targetProblem(target: unknown, destination: Destination): Reply | undefined {
    if (!isObject(target) || typeof target["@odata.type"] !== "string") {
        return abstractType();
    }
    const type = targetType(target);
    const isDocumentedBase = type === baseType && destination.mode === "documented";
    const own = isDocumentedBase ? [] : Object.hasOwn(ownProperties, type) ? ownProperties[type] : undefined;
    if (own === undefined) {
        return type === baseType
            ? abstractType()
            : badRequest(
                  `A type named '${target["@odata.type"].replace("#", "")}' could not be resolved by the model.`,
              );
    }
    const unknown = Object.keys(target).find(
        (key) => !["@odata.type", filterIdKey, filterTypeKey, ...own].includes(key),
    );
    if (unknown !== undefined) {
        return unknownProperty(unknown, type);
    }
    const { groupId, collectionId } = target;
    if (
        own.includes("groupId") &&
        !(typeof groupId === "string" && guid.test(groupId) && destination.known.hasGroup(groupId))
    ) {
        const shown = typeof groupId === "string" ? groupId : "";
        return intuneFailure(400, "BadRequest", `Invalid GroupId : ${shown} provided, a valid AADGroupId is expected.`);
    }
    if (own.includes("collectionId") && (typeof collectionId !== "string" || collectionId === "")) {
        return badRequest("collectionId is required.");
    }
    return filterProblem(target, destination);
}

/** The stored form: every property of beta, no filter as null and `none`. */
export function storedTarget(target: GraphTarget, losesExclusions: boolean): GraphTarget {
    const type = targetType(target);
    const stored = type === "exclusionGroup" && losesExclusions ? "group" : type;
    const hasFilter = !isUnset(target[filterIdKey], "", zeroGuid);
    return {
        "@odata.type": `#microsoft.graph.${stored}AssignmentTarget`,
        [filterIdKey]: hasFilter ? target[filterIdKey] : null,
        [filterTypeKey]: hasFilter ? target[filterTypeKey] : "none",
        ...("groupId" in target ? { groupId: target["groupId"] } : {}),
        ...("collectionId" in target ? { collectionId: target["collectionId"] } : {}),
    };
}
