/** A simulated tenant as JSON: what state files hold, and what is wrong with one that can't be used. */
import { rowId, type StoredRow } from "./assignmentRow";
import { familyNames, isFamilyName, type FamilyName } from "./families";

export interface PolicyState {
    readonly id: string;
    readonly displayName: string;
    /** `@odata.type`, such as `#microsoft.graph.windows10CompliancePolicy`. */
    readonly type?: string;
    /** Assignment filters have to be of the same platform, such as `windows10AndLater`. Any, when left out. */
    readonly platform?: string;
    readonly description?: string;
    /** Enrollment configurations only; 0 marks the tenant's default, which can't be assigned. */
    readonly priority?: number;
    readonly createdDateTime?: string;
    readonly lastModifiedDateTime?: string;
    readonly version?: number;
    /** Any other properties that Graph shows of the policy. */
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly assignments: readonly StoredRow[];
}

export interface GroupState {
    readonly id: string;
    readonly displayName: string;
    /** Rule of a dynamic group. */
    readonly membershipRule?: string;
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

/** The tenant that is read is not one. Its message says where. */
export class TenantStateError extends Error {
    override readonly name = "TenantStateError";
}

type Json = Readonly<Record<string, unknown>>;

function object(value: unknown, where: string): Json {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new TenantStateError(`${where} has to be an object.`);
    }
    return value as Json;
}

function list(value: unknown, where: string): readonly unknown[] {
    if (!Array.isArray(value)) {
        throw new TenantStateError(`${where} has to be a list.`);
    }
    return value as unknown[];
}

function demandText(item: Json, where: string, ...keys: readonly string[]): void {
    const missing = keys.find((key) => typeof item[key] !== "string" || item[key] === "");
    if (missing !== undefined) {
        throw new TenantStateError(`${where}.${missing} has to be a text.`);
    }
}

/** Rows as somebody writes them by hand: `target` is enough, the rest is derived. Errors: not rows. */
export function readRows(family: FamilyName, policyId: string, value: unknown, where: string): StoredRow[] {
    return list(value, where).map((element, at) => {
        const row = object(element, `${where}[${String(at)}]`);
        const target = object(row["target"], `${where}[${String(at)}].target`);
        demandText(target, `${where}[${String(at)}].target`, "@odata.type");
        const { source = "direct" } = row;
        if (source !== "direct" && source !== "policySets") {
            throw new TenantStateError(`${where}[${String(at)}].source has to be "direct" or "policySets".`);
        }
        return { id: rowId(family, policyId, target), sourceId: policyId, ...row, source, target };
    });
}

function readPolicy(family: FamilyName, element: unknown, where: string): PolicyState {
    const policy = object(element, where);
    demandText(policy, where, "id", "displayName");
    const { id, assignments = [] } = policy as unknown as Partial<PolicyState> & { readonly id: string };
    const rows = readRows(family, id, assignments, `${where}.assignments`);
    return { ...(policy as unknown as PolicyState), assignments: rows };
}

const named: Readonly<Record<string, readonly string[]>> = {
    groups: ["id", "displayName"],
    assignmentFilters: ["id", "displayName", "platform"],
    users: ["id", "displayName", "userPrincipalName"],
};

/** A tenant from parsed JSON; lists that are left out are empty. Errors: `TenantStateError`. */
export function readTenantState(value: unknown): TenantState {
    const state = object(value, "The tenant");
    const wrong = Object.keys(state).find((key) => !isFamilyName(key) && !Object.hasOwn(named, key));
    if (wrong !== undefined) {
        const allowed = [...familyNames, ...Object.keys(named)].join(", ");
        throw new TenantStateError(`${wrong} is unknown: a tenant has ${allowed}.`);
    }
    const policies = familyNames.map((family) => [
        family,
        list(state[family] ?? [], family).map((element, at) => readPolicy(family, element, `${family}[${String(at)}]`)),
    ]);
    const others = Object.entries(named).map(([key, texts]) => [
        key,
        list(state[key] ?? [], key).map((element, at) => {
            const where = `${key}[${String(at)}]`;
            const item = object(element, where);
            demandText(item, where, ...texts);
            return item;
        }),
    ]);
    return Object.fromEntries([...policies, ...others]) as TenantState;
}
