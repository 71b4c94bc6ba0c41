import { randomUUID } from "node:crypto";
import { storedRow, type StoredRow } from "./assignmentRow";
import { families, type FamilyName } from "./families";
import type { GraphTarget, Known } from "./target";
import { emptyTenant } from "./tenantState";
import type { FilterState, GroupState, PolicyState, TenantState, UserState } from "./tenantState";

/** What changed; nothing when all of the tenant may have. */
export interface TenantChange {
    /** Rows of a policy, with those it had before. */
    readonly rows?: { readonly family: FamilyName; readonly policyId: string; readonly before: readonly StoredRow[] };
    readonly addedGroup?: string;
}

function byId<T extends { readonly id: string }>(items: readonly T[] = []): Map<string, T> {
    return new Map(items.map((item) => [item.id.toLowerCase(), item]));
}

/** A tenant in memory. Its methods are what an administrator does by hand; none of them counts as a request. */
export class Tenant implements Known {
    private policies!: Record<FamilyName, Map<string, PolicyState>>;
    private groupsById!: Map<string, GroupState>;
    private filtersById!: Map<string, FilterState>;
    private usersById!: Map<string, UserState>;
    private readonly listeners = new Set<(change: TenantChange) => void>();

    constructor(state: TenantState = emptyTenant) {
        this.fromJSON(state);
    }

    /** Calls back after every change. */
    onChange(listener: (change: TenantChange) => void): void {
        this.listeners.add(listener);
    }

    /** Replaces everything. */
    fromJSON(state: TenantState): void {
        this.policies = {
            deviceConfigurations: byId(state.deviceConfigurations),
            deviceCompliancePolicies: byId(state.deviceCompliancePolicies),
            deviceEnrollmentConfigurations: byId(state.deviceEnrollmentConfigurations),
        };
        this.groupsById = byId(state.groups);
        this.filtersById = byId(state.assignmentFilters);
        this.usersById = byId(state.users);
        this.changed();
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

    filterPlatform(id: string): string | undefined {
        return this.filtersById.get(id.toLowerCase())?.platform;
    }

    hasUser(idOrName: string): boolean {
        const name = idOrName.toLowerCase();
        return this.usersById.has(name) || this.users().some((user) => user.userPrincipalName.toLowerCase() === name);
    }

    addPolicy(family: FamilyName, policy: Partial<PolicyState> = {}): PolicyState {
        const id = policy.id ?? randomUUID();
        const added: PolicyState = { displayName: id, ...policy, id, assignments: policy.assignments ?? [] };
        this.policies[family].set(id.toLowerCase(), added);
        this.changed();
        return added;
    }

    addGroup(group: { id?: string; displayName: string; membershipRule?: string }): GroupState {
        const added = { id: randomUUID(), ...group };
        this.groupsById.set(added.id.toLowerCase(), added);
        this.changed({ addedGroup: added.id });
        return added;
    }

    addFilter(filter: { id?: string; displayName: string; platform?: string; rule?: string }): FilterState {
        const added = { id: randomUUID(), platform: "windows10AndLater", ...filter };
        this.filtersById.set(added.id.toLowerCase(), added);
        this.changed();
        return added;
    }

    addUser(user: { id?: string; userPrincipalName: string; displayName?: string }): UserState {
        const added = { id: randomUUID(), displayName: user.userPrincipalName, ...user };
        this.usersById.set(added.id.toLowerCase(), added);
        this.changed();
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
        this.changed({ rows: { family, policyId: policy.id, before: policy.assignments } });
    }

    /** Adds a row as somebody would by hand: `target` in Graph's form; `source` "policySets" for an inherited one. */
    assign(
        family: FamilyName,
        policyId: string,
        target: GraphTarget,
        source: StoredRow["source"] = "direct",
    ): StoredRow {
        const { id } = this.existing(family, policyId);
        const row = storedRow(family, id, { target }, "documented");
        const added = source === "direct" ? row : { ...row, source, sourceId: randomUUID() };
        this.setAssignments(family, policyId, [...this.assignments(family, policyId), added]);
        return added;
    }

    removePolicy(family: FamilyName, id: string): void {
        this.policies[family].delete(id.toLowerCase());
        this.changed();
    }

    /** Deletes a group; assignments to it stay, as in Intune. */
    removeGroup(id: string): void {
        this.groupsById.delete(id.toLowerCase());
        this.changed();
    }

    removeFilter(id: string): void {
        this.filtersById.delete(id.toLowerCase());
        this.changed();
    }

    private changed(change: TenantChange = {}): void {
        this.listeners.forEach((listener) => {
            listener(change);
        });
    }

    private existing(family: FamilyName, id: string): PolicyState {
        const policy = this.policy(family, id);
        if (policy === undefined) {
            throw new Error(`There is no policy ${id} among the ${families[family].noun.toLowerCase()}.`);
        }
        return policy;
    }
}
