import { emptyTenant, syntheticId, Tenant, type FamilyName, type StoredRow, type TenantState } from "../../simulator";
import { testKinds } from "./kinds";

/** Names as administrators give them, and as attackers would. */
export const awkwardNames: readonly string[] = [
    "Wi-Fi",
    "Wi-Fi",
    "wi fi",
    "*/ process.exit(1) /*",
    "${pulumi.project} `x` $& #{y}",
    "quotes \" ' and \\ and \\n",
    "two\nlines\u2028and\r\nmore",
    "\u202Etxt.exe: evil\u202C",
    "🚀🚀🚀",
    "Überprüfung für Zürich",
    "设备合规",
    "   ",
    "- a: b # c",
    "x".repeat(300),
    "null",
    "constructor",
    "__proto__",
];

type GraphTarget = StoredRow["target"];

const target = (type: string, rest: object = {}): GraphTarget => ({
    "@odata.type": `#microsoft.graph.${type}AssignmentTarget`,
    ...rest,
});

const filtered = (filterType: string): object => ({
    deviceAndAppManagementAssignmentFilterId: syntheticId.filter(1),
    deviceAndAppManagementAssignmentFilterType: filterType,
});

const group = (number: number): object => ({ groupId: syntheticId.group(number) });

/** What policies have, in turn. */
const plans: readonly (readonly GraphTarget[])[] = [
    [target("group", { ...group(1), ...filtered("exclude") }), target("allLicensedUsers")],
    [target("allDevices", filtered("include"))],
    [],
    [target("group", group(2)), target("group", group(3))],
];

/** A tenant with every awkward name, in every kind; some policies nobody has, some rows come from policy sets. */
export function awkwardTenant(): TenantState {
    const tenant = new Tenant(emptyTenant);
    tenant.addFilter({ id: syntheticId.filter(1), displayName: 'only "Windows" */ 🪟' });
    [1, 2, 3, 4].forEach((number) =>
        tenant.addGroup({ id: syntheticId.group(number), displayName: awkwardNames[number + 2]! }),
    );
    const add = (family: FamilyName, number: number, displayName: string, rows: readonly GraphTarget[]): string => {
        const id = syntheticId.policy(family, number);
        tenant.addPolicy(family, { id, displayName, priority: number });
        rows.forEach((row) => tenant.assign(family, id, row));
        return id;
    };
    for (const { family, hasExclusions } of testKinds) {
        awkwardNames.forEach((name, at) => {
            const id = add(family, at + 1, name, plans[at % plans.length]!);
            if (at % 5 === 0) {
                tenant.assign(family, id, target("group", group(4)), "policySets");
            }
        });
        if (hasExclusions) {
            add(family, 900, "With an exclusion", [target("exclusionGroup", group(1)), target("allDevices")]);
        }
    }
    return tenant.toJSON();
}
