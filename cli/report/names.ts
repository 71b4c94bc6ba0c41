import { filterOf } from "../../provider/assignment/target";
import type { Snapshot, SnapshotRow } from "../tenant/snapshot";
import type { ReportFilter, ReportTarget } from "./report";

/** The column a target stands in: include and exclude of one group meet there. */
export function keyOf(target: SnapshotRow["target"]): string {
    switch (target.type) {
        case "allDevices":
        case "allLicensedUsers":
            return target.type;
        case "group":
        case "exclusionGroup":
            return `group:${target.groupId.toLowerCase()}`;
        case "configurationManagerCollection":
            return `collection:${target.collectionId.toLowerCase()}`;
        case "unknown":
            return `unknown:${target.odataType}`;
    }
}

/** A target with its name, where the snapshot has one. */
export function describe(target: SnapshotRow["target"], { groups }: Snapshot): Omit<ReportTarget, "policies"> {
    const key = keyOf(target);
    switch (target.type) {
        case "allDevices":
            return { key, type: target.type, name: "All devices", id: "" };
        case "allLicensedUsers":
            return { key, type: target.type, name: "All users", id: "" };
        case "group":
        case "exclusionGroup": {
            const id = target.groupId.toLowerCase();
            return { key, type: "group", name: nameOr(groups[id], id), id };
        }
        case "configurationManagerCollection":
            return { key, type: target.type, name: `ConfigMgr ${target.collectionId}`, id: target.collectionId };
        case "unknown":
            return { key, type: target.type, name: `Unknown target ${target.odataType}`, id: "" };
    }
}

export function nameOr(name: string | undefined, id: string): string {
    return name === undefined || name.trim() === "" ? id : name;
}

/** The filter of a target with its name. */
export function filterNamed(target: SnapshotRow["target"], { filters }: Snapshot): ReportFilter | undefined {
    const filter = target.type === "unknown" ? undefined : filterOf(target);
    return (
        filter && {
            id: filter.filterId,
            type: filter.filterType,
            name: nameOr(filters[filter.filterId]?.displayName, filter.filterId),
        }
    );
}
