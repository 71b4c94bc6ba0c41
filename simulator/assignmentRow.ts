/** One assignment: what is stored of it, under which id, and what each version of Graph shows. */
import { families, type FamilyName } from "./families";
import { badRequest, type Reply } from "./reply";
import { filterIdKey, filterTypeKey, storedTarget, targetProblem, targetType, type Destination } from "./target";
import type { GraphTarget, Mode } from "./target";

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
const noGroup = "00000000-0000-0000-0000-000000000000";
/** Seed 0 calls the row by a name of Intune's inner model. */
const innerModel = "#microsoft.management.services.api.";

/** Intune derives ids: include and exclude of a group share one. Enrollment ids repeat the policy's GUID. */
export function rowId(family: FamilyName, policyId: string, target: GraphTarget): string {
    const type = targetType(target);
    const named = [target["groupId"], target["collectionId"], virtualGroups[type]];
    const key = named.find((id): id is string => typeof id === "string") ?? noGroup;
    const [policyGuid = policyId] = policyId.split("_");
    return family === "deviceEnrollmentConfigurations" ? `${policyGuid}_${key}_${policyGuid}` : `${policyId}_${key}`;
}

/** Why the service refuses the body of a row; undefined where it takes it. */
export function rowProblem(family: FamilyName, body: unknown, destination: Destination): Reply | undefined {
    if (typeof body !== "object" || body === null || Array.isArray(body)) {
        return badRequest("Empty Payload. JSON content expected.");
    }
    const { "@odata.type": type, target, intent } = body as Readonly<Record<string, unknown>>;
    const { rowType } = families[family];
    const wanted = rowType.replace("#microsoft.graph.", "");
    const given = typeof type === "string" ? `#${type.replace(/^#/, "")}` : rowType;
    if (given !== rowType && given !== innerModel + wanted) {
        return badRequest(`The type '${given.slice(1)}' is not the expected 'microsoft.graph.${wanted}'.`);
    }
    if (intent !== undefined && intent !== "apply" && intent !== "remove") {
        return badRequest(`Requested value '${JSON.stringify(intent)}' was not found.`);
    }
    return targetProblem(target, destination);
}

/** The row that the service makes of a body; `id`, `source` and `sourceId` of the body are ignored. */
export function storedRow(
    family: FamilyName,
    policyId: string,
    body: Readonly<Record<string, unknown>>,
    mode: Mode,
): StoredRow {
    const target = storedTarget(body["target"] as GraphTarget, mode === "service" && families[family].losesExclusions);
    return {
        ...(family === "deviceConfigurations" ? { intent: body["intent"] ?? "apply" } : {}),
        id: rowId(family, policyId, target),
        source: "direct",
        sourceId: policyId,
        target,
    };
}

/** What a version shows of a row: v1.0 knows neither filters nor source nor intent. */
export function shownRow(row: StoredRow, version: string): Readonly<Record<string, unknown>> {
    if (version !== "v1.0") {
        return row;
    }
    const { [filterIdKey]: _id, [filterTypeKey]: _type, ...target } = row.target;
    return { id: row.id, target };
}
