import {
    realisticTenant,
    startSimulator,
    type FamilyName,
    type Mode,
    type Simulator,
    type SimulatorOptions,
    type StoredRow,
} from "../../simulator";

export type { FamilyName, Mode, StoredRow };

/** A policy that tests assign. Others have assigned it already. */
export interface TestPolicy {
    readonly family: FamilyName;
    readonly id: string;
    /** Graph path below the version. */
    readonly path: string;
}

/** A tenant behind a simulated Graph, and the hands of an administrator who changes it past Pulumi. */
export interface TestTenant {
    readonly simulator: Simulator;
    readonly url: string;
    /** Stack configuration that leads there. */
    readonly config: Readonly<Record<string, string>>;
    /** Groups that no policy is assigned to. */
    readonly groups: readonly [string, string, string];
    readonly filter: string;
    /** Two policies of a family with rows of others: direct ones, with and without a filter, and one of a policy set. */
    policies(family: FamilyName): readonly [TestPolicy, TestPolicy];
    rows(policy: TestPolicy): readonly StoredRow[];
    /** The rows to others than `groups`, as bytes: what nothing of ours may change. */
    foreignRows(policy: TestPolicy): string;
    /** Adds a row by hand, or changes the one of the same group. */
    put(policy: TestPolicy, target: StoredRow["target"]): void;
    /** Removes the row of a group by hand. */
    remove(policy: TestPolicy, groupId: string): void;
    /** Requests since the last `forget`, those in a batch one by one, as `POST deviceManagement/...`. */
    requests(): readonly string[];
    writes(): readonly string[];
    forget(): void;
    close(): Promise<void>;
}

const families: readonly FamilyName[] = [
    "deviceConfigurations",
    "deviceCompliancePolicies",
    "deviceEnrollmentConfigurations",
];

const guid = (number: number): string => `7e570000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** What others have on every policy of the tests. */
function assignByOthers({ tenant }: Simulator, family: FamilyName, policyId: string): void {
    const group = (displayName: string): string => tenant.addGroup({ displayName }).id;
    const filter = tenant.addFilter({ displayName: "Filter of others" }).id;
    const target = (type: string, rest: object): StoredRow["target"] => ({
        "@odata.type": `#microsoft.graph.${type}AssignmentTarget`,
        ...rest,
    });
    tenant.assign(family, policyId, target("group", { groupId: group("Group of others") }));
    tenant.assign(
        family,
        policyId,
        target("allDevices", {
            deviceAndAppManagementAssignmentFilterId: filter,
            deviceAndAppManagementAssignmentFilterType: "exclude",
        }),
    );
    tenant.assign(family, policyId, target("group", { groupId: group("Group of a policy set") }), "policySets");
}

function addPolicies(simulator: Simulator, family: FamilyName): readonly [TestPolicy, TestPolicy] {
    const suffix = family === "deviceEnrollmentConfigurations" ? "_Windows10EnrollmentCompletionPageConfiguration" : "";
    const add = (number: number): TestPolicy => {
        const id = `${guid(10 * families.indexOf(family) + number)}${suffix}`;
        simulator.tenant.addPolicy(family, { id, displayName: `Policy ${String(number)}`, priority: number });
        assignByOthers(simulator, family, id);
        return { family, id, path: `deviceManagement/${family}/${id}` };
    };
    return [add(1), add(2)];
}

function hasGroup(row: StoredRow, groupId: string): boolean {
    return row.target["groupId"] === groupId;
}

/** Starts a simulator with a realistic tenant and, beside it, the policies, groups and filter of the tests. */
export async function startTenant(mode: Mode, options: SimulatorOptions = {}): Promise<TestTenant> {
    const simulator = await startSimulator({ ...options, mode, state: realisticTenant() });
    const { tenant, url } = simulator;
    const groups = ["One", "Two", "Three"].map((displayName) => tenant.addGroup({ displayName }).id);
    const filter = tenant.addFilter({ displayName: "Filter of the test" }).id;
    const policies = new Map(families.map((family) => [family, addPolicies(simulator, family)]));
    const without = (policy: TestPolicy, groupId: string): StoredRow[] =>
        tenant.assignments(policy.family, policy.id).filter((row) => !hasGroup(row, groupId));

    return {
        simulator,
        url,
        config: { "intune:endpoint": url, "intune:accessToken": "test", "intune:pacing": "off" },
        groups: groups as [string, string, string],
        filter,
        policies: (family) => policies.get(family)!,
        rows: ({ family, id }) => tenant.assignments(family, id),
        foreignRows: ({ family, id }) => {
            const rows = tenant.assignments(family, id).filter((row) => !groups.some((group) => hasGroup(row, group)));
            return JSON.stringify(rows.map((row) => JSON.stringify(row)).sort(), undefined, 4);
        },
        put: (policy, target) => {
            tenant.setAssignments(policy.family, policy.id, without(policy, String(target["groupId"])));
            tenant.assign(policy.family, policy.id, target);
        },
        remove: (policy, groupId) => {
            tenant.setAssignments(policy.family, policy.id, without(policy, groupId));
        },
        requests: () =>
            simulator.requests
                .filter(({ path }) => !path.startsWith("$batch"))
                .map(({ method, path }) => `${method} ${path}`),
        writes: () =>
            simulator.requests
                .filter(({ method, path }) => method !== "GET" && !path.startsWith("$batch"))
                .map(({ method, path }) => `${method} ${path}`),
        forget: () => {
            simulator.clearRequests();
        },
        close: () => simulator.close(),
    };
}
