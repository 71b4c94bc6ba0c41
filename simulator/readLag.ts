import type { StoredRow } from "./assignmentRow";
import type { FamilyName } from "./families";
import type { PolicyState } from "./tenantState";
import type { Tenant } from "./tenant";

/** Reads that stay behind writes: assignments as they were some time ago, groups that are not known yet. */
export interface ReadLag {
    rows(family: FamilyName, policy: PolicyState): readonly StoredRow[];
    isKnownGroup(id: string): boolean;
}

interface Past {
    readonly rows: readonly StoredRow[];
    readonly untilMs: number;
}

const key = (family: FamilyName, id: string): string => `${family}/${id.toLowerCase()}`;

/** Follows a tenant's changes from now on. */
export function createReadLag(tenant: Tenant, lagMs: number, now: () => number = Date.now): ReadLag {
    if (lagMs === 0) {
        return { rows: (_family, policy) => policy.assignments, isKnownGroup: () => true };
    }
    const pasts = new Map<string, Past[]>();
    const groupsAddedMs = new Map<string, number>();
    tenant.onChange(({ rows, addedGroup }) => {
        if (rows) {
            const { family, policyId, before } = rows;
            const recent = (pasts.get(key(family, policyId)) ?? []).filter(({ untilMs }) => untilMs > now() - lagMs);
            pasts.set(key(family, policyId), [...recent, { rows: before, untilMs: now() }]);
        }
        if (addedGroup !== undefined) {
            groupsAddedMs.set(addedGroup.toLowerCase(), now());
        }
    });
    return {
        rows(family, policy) {
            const past = pasts.get(key(family, policy.id))?.find(({ untilMs }) => untilMs > now() - lagMs);
            return past?.rows ?? policy.assignments;
        },
        isKnownGroup(id) {
            return now() >= (groupsAddedMs.get(id.toLowerCase()) ?? -Infinity) + lagMs;
        },
    };
}
