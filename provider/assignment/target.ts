import type { Target } from "./arguments";

/** A target as Graph writes it. Unknown properties are kept. */
export type GraphTarget = Readonly<Record<string, unknown>>;

const prefix = "#microsoft.graph.";
const filterIdKey = "deviceAndAppManagementAssignmentFilterId";
const filterTypeKey = "deviceAndAppManagementAssignmentFilterType";
const zeroGuid = "00000000-0000-0000-0000-000000000000";

export interface Filter {
    readonly filterId: string;
    readonly filterType: "include" | "exclude";
}

/** The target's filter, or undefined where it has none. */
export function filterOf(target: Target): Filter | undefined {
    const { filterId, filterType }: Partial<Filter> = target.type === "exclusionGroup" ? {} : target;
    return filterId === undefined || filterType === undefined ? undefined : { filterId, filterType };
}

/** The body Graph wants: `@odata.type` with `#`, filter properties only where there is a filter (v1.0 knows none). */
export function toGraphTarget(target: Target): GraphTarget {
    const filter = filterOf(target);
    return {
        "@odata.type": `${prefix}${target.type}AssignmentTarget`,
        ...("groupId" in target ? { groupId: target.groupId } : {}),
        ...("collectionId" in target ? { collectionId: target.collectionId } : {}),
        ...(filter ? { [filterIdKey]: filter.filterId, [filterTypeKey]: filter.filterType } : {}),
    };
}

function readFilter(raw: GraphTarget): Filter | undefined {
    const filterId = raw[filterIdKey];
    const filterType = raw[filterTypeKey];
    const hasId = typeof filterId === "string" && filterId !== "" && filterId !== zeroGuid;
    return hasId && (filterType === "include" || filterType === "exclude")
        ? { filterId: filterId.toLowerCase(), filterType }
        : undefined;
}

/** Reads a target; undefined for a type this provider does not know, or one without its key. */
export function fromGraphTarget(raw: GraphTarget): Target | undefined {
    const odataType = raw["@odata.type"];
    if (typeof odataType !== "string") {
        return undefined;
    }
    const type = odataType.replace(/^#?microsoft\.graph\./, "").replace(/AssignmentTarget$/, "");
    const filter = readFilter(raw);
    switch (type) {
        case "allDevices":
        case "allLicensedUsers":
            return { type, ...filter };
        case "group":
            return typeof raw["groupId"] === "string"
                ? { type, groupId: raw["groupId"].toLowerCase(), ...filter }
                : undefined;
        case "exclusionGroup":
            return typeof raw["groupId"] === "string" ? { type, groupId: raw["groupId"].toLowerCase() } : undefined;
        case "configurationManagerCollection":
            return typeof raw["collectionId"] === "string"
                ? { type, collectionId: raw["collectionId"], ...filter }
                : undefined;
        default:
            return undefined;
    }
}

/** How messages name a target: `group 5f…`, `all devices`. */
export function describeTarget(target: Target): string {
    switch (target.type) {
        case "allDevices":
            return "all devices";
        case "allLicensedUsers":
            return "all users";
        case "group":
            return `group ${target.groupId}`;
        case "exclusionGroup":
            return `exclusion of group ${target.groupId}`;
        case "configurationManagerCollection":
            return `ConfigMgr collection ${target.collectionId}`;
    }
}

/** How messages name a filter. */
export function describeFilter(target: Target): string {
    const filter = filterOf(target);
    return filter ? `filter ${filter.filterType} ${filter.filterId}` : "no filter";
}
