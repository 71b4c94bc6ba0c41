import { randomUUID } from "node:crypto";
import { storedRow, type GraphTarget, type Known, type StoredRow } from "./assignmentRow";
import { families, type FamilyName } from "./families";

export interface PolicyState {
    readonly id: string;
    readonly displayName: string;
    /** `@odata.type`, such as `#microsoft.graph.windows10CompliancePolicy`. */
    readonly type?: string;
    readonly description?: string;
    /** Enrollment configurations only; 0 marks the tenant's default, which can't be assigned. */
    readonly priority?: number;
    readonly createdDateTime?: string;
    readonly lastModifiedDateTime?: string;
    readonly version?: number;
    readonly assignments: readonly StoredRow[];
}

export interface GroupState {
    readonly id: string;
    readonly displayName: string;
}

export interface FilterState {
    readonly id: string;
    readonly displayName: string;
    readonly platform: string;
    readonly rule?: string;
}

export interface UserState {
    readonly id: string;
    readonly userPrincipalName: string;
    readonly displayName: string;
}

/** Everything a simulated tenant has, as JSON. */
export interface TenantState {
    readonly deviceConfigurations: readonly PolicyState[];
    readonly deviceCompliancePolicies: readonly PolicyState[];
    readonly deviceEnrollmentConfigurations: readonly PolicyState[];
    readonly groups: readonly GroupState[];
    readonly assignmentFilters: readonly FilterState[];
    readonly users?: readonly UserState[];
}

export const emptyTenant: TenantState = {
    deviceConfigurations: [],
    deviceCompliancePolicies: [],
    deviceEnrollmentConfigurations: [],
    groups: [],
    assignmentFilters: [],
    users: [],
};

function byId<T extends { readonly id: string }>(items: readonly T[] = []): Map<string, T> {
    return new Map(items.map((item) => [item.id.toLowerCase(), item]));
}

/** A tenant in memory. Its methods are what an administrator does by hand; none of them counts as a request. */
export class Tenant implements Known {
    private policies!: Record<FamilyName, Map<string, PolicyState>>;
    private groupsById!: Map<string, GroupState>;
    private filtersById!: Map<string, FilterState>;
    private usersById!: Map<string, UserState>;
    /** Called after every change. */
    onChange: () => void = () => undefined;

    constructor(state: TenantState = emptyTenant) {
        this.fromJSON(state);
    }

    fromJSON(state: TenantState): void {
        this.policies = {
            deviceConfigurations: byId(state.deviceConfigurations),
            deviceCompliancePolicies: byId(state.deviceCompliancePolicies),
            deviceEnrollmentConfigurations: byId(state.deviceEnrollmentConfigurations),
        };
        this.groupsById = byId(state.groups);
        this.filtersById = byId(state.assignmentFilters);
        this.usersById = byId(state.users);
        this.onChange();
    }

    toJSON(): TenantState {
        return {
            deviceConfigurations: this.list("deviceConfigurations"),
            deviceCompliancePolicies: this.list("deviceCompliancePolicies"),
            deviceEnrollmentConfigurations: this.list("deviceEnrollmentConfigurations"),
            groups: this.groups(),
            assignmentFilters: this.filters(),
            users: this.users(),
        };
    }

    list(family: FamilyName): PolicyState[] {
        return [...this.policies[family].values()];
    }

    policy(family: FamilyName, id: string): PolicyState | undefined {
        return this.policies[family].get(id.toLowerCase());
    }

    groups(): GroupState[] {
        return [...this.groupsById.values()];
    }

    filters(): FilterState[] {
        return [...this.filtersById.values()];
    }

    users(): UserState[] {
        return [...this.usersById.values()];
    }

    hasGroup(id: string): boolean {
        return this.groupsById.has(id.toLowerCase());
    }

    hasFilter(id: string): boolean {
        return this.filtersById.has(id.toLowerCase());
    }

    hasUser(idOrName: string): boolean {
        const name = idOrName.toLowerCase();
        return this.usersById.has(name) || this.users().some((user) => user.userPrincipalName.toLowerCase() === name);
    }

    addPolicy(family: FamilyName, policy: Partial<PolicyState> = {}): PolicyState {
        const id = policy.id ?? randomUUID();
        const added: PolicyState = {
            displayName: id,
            ...policy,
            id,
            assignments: policy.assignments ?? [],
        };
        this.policies[family].set(id.toLowerCase(), added);
        this.onChange();
        return added;
    }

    addGroup(group: { id?: string; displayName: string }): GroupState {
        const added = { id: randomUUID(), ...group };
        this.groupsById.set(added.id.toLowerCase(), added);
        this.onChange();
        return added;
    }

    addFilter(filter: { id?: string; displayName: string; platform?: string }): FilterState {
        const added = { id: randomUUID(), platform: "windows10AndLater", ...filter };
        this.filtersById.set(added.id.toLowerCase(), added);
        this.onChange();
        return added;
    }

    addUser(user: { id?: string; userPrincipalName: string; displayName?: string }): UserState {
        const added = { id: randomUUID(), displayName: user.userPrincipalName, ...user };
        this.usersById.set(added.id.toLowerCase(), added);
        this.onChange();
        return added;
    }

    /** The rows of a policy, as stored. Errors: no such policy. */
    assignments(family: FamilyName, policyId: string): readonly StoredRow[] {
        return this.existing(family, policyId).assignments;
    }

    /** Replaces the rows of a policy, whatever their source. Errors: no such policy. */
    setAssignments(family: FamilyName, policyId: string, rows: readonly StoredRow[]): void {
        const policy = this.existing(family, policyId);
        this.policies[family].set(policyId.toLowerCase(), {
            ...policy,
            assignments: rows,
            version: (policy.version ?? 1) + 1,
        });
        this.onChange();
    }

    /** Adds a row as somebody would by hand: `target` in Graph's form; `source` "policySets" for an inherited one. */
    assign(
        family: FamilyName,
        policyId: string,
        target: GraphTarget,
        source: StoredRow["source"] = "direct",
    ): StoredRow {
        const { id } = this.existing(family, policyId);
        const row = storedRow(family, id, { target }, false);
        const added = source === "direct" ? row : { ...row, source, sourceId: randomUUID() };
        this.setAssignments(family, policyId, [...this.assignments(family, policyId), added]);
        return added;
    }

    removePolicy(family: FamilyName, id: string): void {
        this.policies[family].delete(id.toLowerCase());
        this.onChange();
    }

    /** Deletes a group; assignments to it stay, as in Intune. */
    removeGroup(id: string): void {
        this.groupsById.delete(id.toLowerCase());
        this.onChange();
    }

    removeFilter(id: string): void {
        this.filtersById.delete(id.toLowerCase());
        this.onChange();
    }

    private existing(family: FamilyName, id: string): PolicyState {
        const policy = this.policy(family, id);
        if (policy === undefined) {
            throw new Error(`There is no ${families[family].noun.toLowerCase()} with id ${id}.`);
        }
        return policy;
    }
}
