import { join } from "node:path";
import { syntheticId, type FamilyName } from "../simulator";
import { testKinds, type TestKind } from "../test/support/kinds";
import type { Host } from "../test/support/program";

/** What a measured program declares. */
export interface Workload {
    readonly kind: "deviceConfiguration" | "deviceCompliancePolicy" | "enrollmentConfiguration";
    /** One resource for an assignment, or one for a policy. */
    readonly shape: "rows" | "sets";
    readonly policies: number;
    readonly assignmentsPerPolicy: number;
}

function kindOf({ kind }: Workload): TestKind {
    const found = testKinds.find((known) => known.kind === kind);
    if (found === undefined) {
        throw new Error(`no kind ${kind}`);
    }
    return found;
}

export const familyOf = (workload: Workload): FamilyName => kindOf(workload).family;

export const assignmentsOf = ({ policies, assignmentsPerPolicy }: Workload): number => policies * assignmentsPerPolicy;

/** Whose provider: ours, or one that does nothing. */
export type Maker = "intune" | "floor";

/** The package a program takes its classes from. */
export const packages: Readonly<Record<Host, Readonly<Record<Maker, string>>>> = {
    dynamic: { intune: "pulumi-intune", floor: join(__dirname, "floor", "dynamic.js") },
    plugin: { intune: "pulumi-intune/plugin", floor: join(__dirname, "floor", "plugin.js") },
};

/** The executable of the floor's plugin, as createProject takes it. */
export const floorPlugin = { floor: join(__dirname, "floor", "pulumi-resource-floor.js") };

/** A program of the workload with the classes of the package `from`. `edited`: the first assignment has a filter. */
export function programOf(workload: Workload, from: string, edited = false): string {
    const { class: className, policyArgument, family } = kindOf(workload);
    const policies = Array.from({ length: workload.policies }, (_, at) => syntheticId.policy(family, at + 1));
    const groups = Array.from({ length: workload.assignmentsPerPolicy }, (_, at) => syntheticId.group(at + 1));
    const filter = { filterId: syntheticId.filter(1), filterType: "include" };
    const each =
        workload.shape === "sets"
            ? `new intune.${className}Set(\`set-\${p}\`, { ${policyArgument}: policyId, targets: groups.map((_, g) => target(p, g)) });`
            : `groups.forEach((_, g) => new intune.${className}(\`row-\${p}-\${g}\`, { ${policyArgument}: policyId, target: target(p, g) }));`;
    return `
const intune = require(${JSON.stringify(from)});
const groups = ${JSON.stringify(groups)};
const filter = ${JSON.stringify(edited ? filter : {})};
const target = (p, g) => ({ type: "group", groupId: groups[g], ...(p === 0 && g === 0 ? filter : {}) });
${JSON.stringify(policies)}.forEach((policyId, p) => {
    ${each}
});
`;
}
