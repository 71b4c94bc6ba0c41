// Reads from Graph who is assigned what, and lays it out as a table of names.
const kinds = [
    { collection: "deviceConfigurations", label: "device configuration" },
    { collection: "deviceCompliancePolicies", label: "compliance policy" },
    { collection: "deviceEnrollmentConfigurations", label: "enrollment configuration" },
];

const everybody = { allDevices: "All devices", allLicensedUsers: "All users" };

/** Names by id of the objects in a Graph collection. */
function nameTable(objects) {
    return new Map(objects.map(({ id, displayName }) => [id, displayName]));
}

function describeTarget(target, groups) {
    const type = target["@odata.type"].replace("#microsoft.graph.", "").replace("AssignmentTarget", "");
    if (type in everybody) {
        return everybody[type];
    }
    if (type === "configurationManagerCollection") {
        return `ConfigMgr collection ${target.collectionId}`;
    }
    const group = groups.get(target.groupId) ?? target.groupId;
    return type === "exclusionGroup" ? `not ${group}` : group;
}

function describeFilter(target, filters) {
    const { deviceAndAppManagementAssignmentFilterId: id, deviceAndAppManagementAssignmentFilterType: type } = target;
    return id && type !== "none" ? `${type} ${filters.get(id) ?? id}` : "";
}

/** A reader of all pages of a collection of the Graph at `url`. */
export function graphReader(url, token) {
    return async (path) => {
        const values = [];
        for (let next = `${url}/beta/${path}`; next !== undefined;) {
            const response = await fetch(next, { headers: { Authorization: `Bearer ${token}` } });
            const page = await response.json();
            values.push(...(page.value ?? []));
            next = page["@odata.nextLink"];
        }
        return values;
    };
}

/** One entry for each assignment of the tenant. */
export async function readAssignments(read) {
    const groups = nameTable(await read("groups?$select=id,displayName"));
    const filters = nameTable(await read("deviceManagement/assignmentFilters"));
    const found = [];
    for (const { collection, label } of kinds) {
        const path = `deviceManagement/${collection}`;
        for (const policy of await read(`${path}?$select=id,displayName`)) {
            for (const row of await read(`${path}/${policy.id}/assignments`)) {
                found.push({
                    path: `${path}/${policy.id}/assignments/${row.id}`,
                    policy: policy.displayName,
                    kind: label,
                    target: describeTarget(row.target, groups),
                    filter: describeFilter(row.target, filters),
                    source: row.source,
                });
            }
        }
    }
    return found;
}

/** Columns padded to their widest cell. */
export function layOut(header, rows) {
    const lines = [header, ...rows];
    const widths = header.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
    const draw = (line) =>
        line
            .map((cell, column) => cell.padEnd(widths[column]))
            .join("  ")
            .trimEnd();
    return [draw(header), widths.map((width) => "-".repeat(width)).join("  "), ...rows.map(draw)].join("\n");
}
