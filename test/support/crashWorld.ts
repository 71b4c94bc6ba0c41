import type { KindName } from "../../provider/assignment/kinds";
import { startSimulator, syntheticId, syntheticTenant, type Mode, type Simulator } from "../../simulator";
import type { TestKind } from "./kinds";
import { programOf, type Declared } from "./program";

/** A tenant with a policy for each thing that a run can do, and the program before and after. */
export interface CrashWorld {
    readonly kind: KindName;
    readonly simulator: Simulator;
    readonly before: string;
    readonly after: string;
    /** All assignments as one text each, in order. */
    rows(): string[];
    /** Rows of others, as they are. */
    foreignRows(): string[];
    save(): () => void;
}

const graphTarget = (groupId: string, filterId?: string): Record<string, unknown> & { "@odata.type": string } => ({
    "@odata.type": "#microsoft.graph.groupAssignmentTarget",
    groupId,
    ...(filterId === undefined
        ? {}
        : {
              deviceAndAppManagementAssignmentFilterId: filterId,
              deviceAndAppManagementAssignmentFilterType: "include",
          }),
});

const foreignGroups = [91, 92, 93].map(syntheticId.group);

/** Policies from here on are owned whole by sets. */
const firstOfSets = 7;
const policies = 11;

function programs({ class: row, policyArgument, family }: TestKind): { before: string; after: string } {
    const policy = (number: number): object => ({ [policyArgument]: syntheticId.policy(family, number) });
    const group = (number: number, filter?: number): object => ({
        type: "group",
        groupId: syntheticId.group(number),
        ...(filter === undefined ? {} : { filterId: syntheticId.filter(filter), filterType: "include" }),
    });
    const rowOf = (name: string, at: number, target: object): Declared => ({
        class: row,
        name,
        args: { ...policy(at), target },
    });
    const setOf = (name: string, at: number, ...targets: object[]): Declared => ({
        class: `${row}Set`,
        name,
        args: { ...policy(at), targets },
    });
    return {
        before: programOf(
            rowOf("row-updated", 2, group(1, 1)),
            rowOf("row-other-group", 3, group(1)),
            rowOf("row-other-policy", 4, group(1)),
            rowOf("row-deleted", 6, group(1)),
            setOf("set-updated", 8, group(1), group(2, 1)),
            setOf("set-other-policy", 9, group(1)),
            setOf("set-deleted", 11, group(1), group(2)),
        ),
        after: programOf(
            rowOf("row-created", 1, group(1)),
            rowOf("row-beside", 1, group(2, 1)),
            rowOf("row-updated", 2, group(1, 2)),
            rowOf("row-other-group", 3, group(2)),
            rowOf("row-other-policy", 5, group(1)),
            setOf("set-created", 7, group(1), group(2)),
            setOf("set-updated", 8, group(2, 2), group(3)),
            setOf("set-other-policy", 10, group(1)),
        ),
    };
}

/** Starts it: every policy has a row of a policy set, and those of rows two direct rows of others. */
export async function startCrashWorld(kind: TestKind, mode: Mode): Promise<CrashWorld> {
    const { family } = kind;
    const simulator = await startSimulator({ mode, state: syntheticTenant({ family, policies }) });
    const { tenant } = simulator;
    const ids = Array.from({ length: policies }, (_, at) => syntheticId.policy(family, at + 1));
    const [one = "", two = "", ofPolicySet = ""] = foreignGroups;
    ids.forEach((id, at) => {
        tenant.assign(family, id, graphTarget(ofPolicySet), "policySets");
        if (at + 1 < firstOfSets) {
            tenant.assign(family, id, graphTarget(one));
            tenant.assign(family, id, graphTarget(two, syntheticId.filter(3)));
        }
    });
    const all = ids.map((id) => [id, tenant] as const);
    const isForeign = (groupId: unknown): boolean => foreignGroups.includes(String(groupId));
    return {
        kind: kind.kind,
        simulator,
        ...programs(kind),
        rows: () =>
            all
                .flatMap(([id]) =>
                    tenant.assignments(family, id).map(({ target, source }) => JSON.stringify([id, source, target])),
                )
                .sort(),
        foreignRows: () =>
            all
                .flatMap(([id]) =>
                    tenant
                        .assignments(family, id)
                        .filter(({ target }) => isForeign(target["groupId"]))
                        .map((row) => JSON.stringify([id, row])),
                )
                .sort(),
        save: () => {
            const saved = all.map(([id]) => [id, tenant.assignments(family, id)] as const);
            return () => {
                saved.forEach(([id, rows]) => {
                    tenant.setAssignments(family, id, rows);
                });
            };
        },
    };
}
