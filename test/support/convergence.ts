import assert from "node:assert/strict";
import { createProject, type Project } from "./engine";
import type { TestKind } from "./kinds";
import { hostUnderTest, programOf, type Declared } from "./program";
import { startTenant, type StoredRow, type TestPolicy, type TestTenant } from "./tenant";

interface Wanted {
    readonly type: "group" | "exclusionGroup" | "allLicensedUsers";
    readonly groupId?: string;
    readonly filterId?: string;
    readonly filterType?: "include" | "exclude";
}

interface Case {
    readonly name: string;
    /** What somebody does by hand before the run. */
    readonly tamper?: (hands: Hands) => void;
    /** What the program wants from then on. */
    readonly edit?: (wanted: readonly Wanted[]) => readonly Wanted[];
    readonly only?: "sets" | "kinds with exclusions";
}

interface Hands {
    readonly tenant: TestTenant;
    readonly policy: TestPolicy;
    readonly wanted: readonly Wanted[];
}

const graphType = (name: string): string => `#microsoft.graph.${name}AssignmentTarget`;

function isWanted(row: StoredRow, wanted: readonly Wanted[]): boolean {
    return wanted.some(
        ({ type, groupId }) => row.target["@odata.type"] === graphType(type) && row.target["groupId"] === groupId,
    );
}

/** The ten cases, in the order they are run on one stack; each starts where the one before ended. */
function casesOf(groups: readonly [string, string, string], filter: string, otherFilter: string): readonly Case[] {
    const [one, two, three] = groups;
    const filtered = (filterId: string) => (target: Wanted, at: number) =>
        at === 0 ? { ...target, filterId, filterType: "include" as const } : target;
    return [
        {
            name: "one assignment is removed by hand",
            tamper: ({ tenant, policy }) => {
                tenant.remove(policy, one);
            },
        },
        {
            name: "all assignments are removed by hand",
            tamper: ({ tenant, policy, wanted }) => {
                const rest = tenant.rows(policy).filter((row) => !isWanted(row, wanted));
                tenant.simulator.tenant.setAssignments(policy.family, policy.id, rest);
            },
        },
        {
            name: 'a stray "all users" is added by hand',
            only: "sets",
            tamper: ({ tenant, policy }) => {
                tenant.simulator.tenant.assign(policy.family, policy.id, {
                    "@odata.type": graphType("allLicensedUsers"),
                });
            },
        },
        { name: "the program adds a filter", edit: (wanted) => wanted.map(filtered(filter)) },
        {
            name: "a filter is stripped by hand",
            tamper: ({ tenant, policy }) => {
                tenant.put(policy, { "@odata.type": graphType("group"), groupId: one });
            },
        },
        { name: "the program alters the filter", edit: (wanted) => wanted.map(filtered(otherFilter)) },
        { name: "the program adds an assignment", edit: (wanted) => [...wanted, { type: "group", groupId: three }] },
        {
            name: "the program swaps a group for all users",
            edit: (wanted) =>
                wanted.map((target) => (target.groupId === three ? { type: "allLicensedUsers" } : target)),
        },
        {
            name: "the program removes an assignment",
            edit: (wanted) => wanted.filter(({ groupId }) => groupId !== one),
        },
        {
            name: "an inclusion becomes an exclusion",
            only: "kinds with exclusions",
            edit: (wanted) =>
                wanted.map((target) => (target.groupId === two ? { type: "exclusionGroup", groupId: two } : target)),
        },
        {
            name: "an exclusion becomes an inclusion",
            only: "kinds with exclusions",
            edit: (wanted) => wanted.map((target) => (target.groupId === two ? { ...target, type: "group" } : target)),
        },
        { name: "the program wants nobody", edit: () => [] },
    ];
}

function declared(kind: TestKind, shape: "rows" | "sets", policyId: string, wanted: readonly Wanted[]): Declared[] {
    return shape === "sets"
        ? [{ class: `${kind.class}Set`, name: "set", args: { [kind.policyArgument]: policyId, targets: wanted } }]
        : wanted.map((target, at) => ({
              class: kind.class,
              name: `row-${String(at)}`,
              args: { [kind.policyArgument]: policyId, target },
          }));
}

/** Whole rows, in an order of their own: `assign` keeps none. */
function asTexts(rows: readonly StoredRow[]): string[] {
    return rows.map((row) => JSON.stringify(row)).sort();
}

function described(rows: readonly StoredRow[]): string[] {
    return rows
        .map(({ target }) =>
            JSON.stringify([
                target["@odata.type"],
                target["groupId"] ?? null,
                target["deviceAndAppManagementAssignmentFilterId"] ?? null,
                target["deviceAndAppManagementAssignmentFilterType"] ?? "none",
            ]),
        )
        .sort();
}

function expected(wanted: readonly Wanted[]): string[] {
    return wanted
        .map(({ type, groupId, filterId, filterType }) =>
            JSON.stringify([graphType(type), groupId ?? null, filterId ?? null, filterType ?? "none"]),
        )
        .sort();
}

/** Every way apart that a program and a tenant can drift, each put right by one `up`, on the real engine. */
export function describeConvergence(kind: TestKind): void {
    for (const shape of ["rows", "sets"] as const) {
        describe(`${kind.class} as ${shape}, served by the ${hostUnderTest} host: one up puts it right, and a preview finds nothing more`, () => {
            let tenant: TestTenant;
            let project: Project;
            let policy: TestPolicy;
            let foreign: readonly StoredRow[];
            let wanted: readonly Wanted[];
            let cases: readonly Case[];

            const isForeign = ({ source }: StoredRow): boolean => shape === "rows" || source === "policySets";

            async function converges(): Promise<void> {
                project.write(programOf(...declared(kind, shape, policy.id, wanted)));
                const up = await project.up();
                assert.equal(up.exitCode, 0, up.output);
                const rows = tenant.rows(policy);
                const own = rows.filter((row) => !foreign.some(({ id }) => id === row.id));
                assert.deepEqual(described(own), expected(wanted));
                const kept = rows.filter((row) => foreign.some(({ id }) => id === row.id));
                assert.deepEqual(asTexts(kept), asTexts(foreign));
                tenant.forget();
                const preview = await project.preview({ args: ["--expect-no-changes"] });
                assert.equal(preview.exitCode, 0, preview.output);
                assert.deepEqual(tenant.writes(), []);
            }

            before(async () => {
                tenant = await startTenant("service");
                [policy] = tenant.policies(kind.family);
                foreign = tenant.rows(policy).filter(isForeign);
                const [one, two] = tenant.groups;
                wanted = [one, two].map((groupId) => ({ type: "group", groupId }));
                const otherFilter = tenant.simulator.tenant.addFilter({ displayName: "Other filter" }).id;
                cases = casesOf(tenant.groups, tenant.filter, otherFilter);
                project = await createProject("", {
                    config: { ...tenant.config, ...(shape === "sets" ? { "intune:onExisting": "takeOver" } : {}) },
                });
                await converges();
            });
            after(async () => {
                project.remove();
                await tenant.close();
            });

            const groups = ["", "", ""] as const;
            for (const [at, { name, only }] of casesOf([...groups], "", "").entries()) {
                if (
                    (only === "sets" && shape === "rows") ||
                    (only === "kinds with exclusions" && !kind.hasExclusions)
                ) {
                    continue;
                }
                it(`when ${name}`, async () => {
                    const { tamper, edit } = cases[at]!;
                    tamper?.({ tenant, policy, wanted });
                    wanted = edit?.(wanted) ?? wanted;
                    await converges();
                });
            }
        });
    }
}
