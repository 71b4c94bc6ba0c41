import { failure, intuneFailure, type Reply } from "./reply";
import { families, type FamilyName } from "./families";

export type GraphTarget = Readonly<Record<string, unknown>>;

/** One assignment as the tenant stores it (beta's shape). */
export interface StoredRow {
    readonly id: string;
    readonly source: "direct" | "policySets";
    readonly sourceId: string;
    readonly target: GraphTarget;
    readonly [property: string]: unknown;
}

/** Intune's stand-ins for everyone; they are no groups in Entra. */
const virtualGroups: Readonly<Record<string, string>> = {
    allDevices: "adadadad-808e-44e2-905a-0b7873a8a531",
    allLicensedUsers: "acacacac-9df4-4c7d-9d50-4ef0226f57a9",
};
const ownProperties: Readonly<Record<string, readonly string[]>> = {
    allDevices: [],
    allLicensedUsers: [],
    group: ["groupId"],
    exclusionGroup: ["groupId"],
    configurationManagerCollection: ["collectionId"],
};
const filterId = "deviceAndAppManagementAssignmentFilterId";
const filterType = "deviceAndAppManagementAssignmentFilterType";
const zeroGuid = "00000000-0000-0000-0000-000000000000";
const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isGuid(value: unknown): value is string {
    return typeof value === "string" && guid.test(value);
}

/** `#microsoft.graph.groupAssignmentTarget` to `group`. */
export function targetType(target: GraphTarget): string {
    return String(target["@odata.type"])
        .replace(/^#?microsoft\.graph\./, "")
        .replace(/AssignmentTarget$/, "");
}

/** Intune derives ids: include and exclude of a group share one. Enrollment ids repeat the policy's GUID. */
export function rowId(family: FamilyName, policyId: string, target: GraphTarget): string {
    const type = targetType(target);
    const key = (target["groupId"] ?? target["collectionId"] ?? virtualGroups[type]) as string;
    const [policyGuid = policyId] = policyId.split("_");
    return family === "deviceEnrollmentConfigurations" ? `${policyGuid}_${key}_${policyGuid}` : `${policyId}_${key}`;
}

export interface Known {
    hasGroup(id: string): boolean;
    hasFilter(id: string): boolean;
}

const modelValidation = (): Reply =>
    failure(
        400,
        "ModelValidationFailure",
        "Cannot create an abstract class. Exception of type 'ModelValidationException'.",
    );
const badRequest = (text: string): Reply => failure(400, "BadRequest", text);

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function filterProblem(target: GraphTarget, version: string, known: Known): Reply | undefined {
    const id = target[filterId];
    const kind = target[filterType];
    if (version === "v1.0" && (filterId in target || filterType in target)) {
        return badRequest(
            `The property '${filterId in target ? filterId : filterType}' does not exist on type 'microsoft.graph.deviceAndAppManagementAssignmentTarget'. Make sure to only use property names that are defined by the type.`,
        );
    }
    const hasId = id !== undefined && id !== null && id !== "" && id !== zeroGuid;
    const hasType = kind !== undefined && kind !== null && kind !== "none";
    if (!hasId && !hasType) {
        return undefined;
    }
    if (kind !== undefined && kind !== null && !["none", "include", "exclude"].includes(kind as string)) {
        return badRequest(`Requested value '${JSON.stringify(kind)}' was not found.`);
    }
    if (hasId !== hasType) {
        return badRequest(`${filterId} and ${filterType} have to be given together.`);
    }
    if (targetType(target) === "exclusionGroup") {
        return badRequest("An assignment filter can't be combined with an exclusion group.");
    }
    return isGuid(id) && known.hasFilter(id)
        ? undefined
        : intuneFailure(400, "BadRequest", `Assignment filter ${String(id)} was not found.`);
}

/** Why the service refuses a target; undefined where it takes it. */
export function targetProblem(target: unknown, version: string, known: Known): Reply | undefined {
    if (!isObject(target) || typeof target["@odata.type"] !== "string") {
        return modelValidation();
    }
    const allowed = ownProperties[targetType(target)];
    if (allowed === undefined) {
        return targetType(target) === "deviceAndAppManagement"
            ? modelValidation()
            : badRequest(
                  `A type named '${target["@odata.type"].replace("#", "")}' could not be resolved by the model.`,
              );
    }
    const unknown = Object.keys(target).find((key) => !["@odata.type", filterId, filterType, ...allowed].includes(key));
    if (unknown !== undefined) {
        return badRequest(
            `The property '${unknown}' does not exist on type 'microsoft.graph.${targetType(target)}AssignmentTarget'. Make sure to only use property names that are defined by the type.`,
        );
    }
    const groupId = target["groupId"];
    if (allowed.includes("groupId") && !(isGuid(groupId) && known.hasGroup(groupId))) {
        return intuneFailure(
            400,
            "BadRequest",
            `Invalid GroupId : ${String(groupId)} provided, a valid AADGroupId is expected.`,
        );
    }
    if (
        allowed.includes("collectionId") &&
        (typeof target["collectionId"] !== "string" || target["collectionId"] === "")
    ) {
        return badRequest("collectionId is required.");
    }
    return filterProblem(target, version, known);
}

function normalised(target: GraphTarget, losesExclusions: boolean): GraphTarget {
    const type = targetType(target);
    const stored = type === "exclusionGroup" && losesExclusions ? "group" : type;
    const id = target[filterId];
    const hasFilter = isGuid(id) && id !== zeroGuid;
    return {
        "@odata.type": `#microsoft.graph.${stored}AssignmentTarget`,
        [filterId]: hasFilter ? id : null,
        [filterType]: hasFilter ? target[filterType] : "none",
        ...("groupId" in target ? { groupId: target["groupId"] } : {}),
        ...("collectionId" in target ? { collectionId: target["collectionId"] } : {}),
    };
}

/** The row that the service makes of a body; `id`, `source` and `sourceId` of the body are ignored. */
export function storedRow(
    family: FamilyName,
    policyId: string,
    body: Readonly<Record<string, unknown>>,
    isService: boolean,
): StoredRow {
    const target = normalised(body["target"] as GraphTarget, isService && families[family].losesExclusions);
    return {
        ...(family === "deviceConfigurations" ? { intent: body["intent"] ?? "apply" } : {}),
        id: rowId(family, policyId, target),
        source: "direct",
        sourceId: policyId,
        target,
    };
}

/** What a version shows of a row: v1.0 knows neither filters nor source nor intent. */
export function shownRow(row: StoredRow, version: string): Record<string, unknown> {
    if (version !== "v1.0") {
        return { ...row };
    }
    const target = Object.fromEntries(
        Object.entries(row.target).filter(([key]) => key !== filterId && key !== filterType),
    );
    return { id: row.id, target };
}
