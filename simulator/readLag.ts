import type { StoredRow } from "./assignmentRow";
import { families, type FamilyName } from "./families";
import type { PolicyState, Tenant } from "./tenant";

/** Shows assignments as they were some time ago. */
export interface ReadLag {
    /** Remembers what changed since the last call. */
    note(tenant: Tenant): void;
    rows(family: FamilyName, policy: PolicyState): readonly StoredRow[];
}

interface Past {
    readonly rows: readonly StoredRow[];
    readonly sinceMs: number;
}

export function createReadLag(lagMs: number): ReadLag {
    const history = new Map<string, Past[]>();
    const key = (family: FamilyName, id: string): string => `${family}/${id}`;
    if (lagMs === 0) {
        return { note: () => undefined, rows: (_family, policy) => policy.assignments };
    }
    return {
        note(tenant) {
            const nowMs = Date.now();
            for (const family of Object.keys(families) as FamilyName[]) {
                for (const { id, assignments } of tenant.list(family)) {
                    const past = history.get(key(family, id)) ?? [{ rows: assignments, sinceMs: 0 }];
                    if (past.at(-1)?.rows !== assignments) {
                        past.push({ rows: assignments, sinceMs: nowMs });
                    }
                    history.set(key(family, id), past);
                }
            }
        },
        rows(family, policy) {
            const past = history.get(key(family, policy.id)) ?? [];
            return past.findLast(({ sinceMs }) => sinceMs <= Date.now() - lagMs)?.rows ?? policy.assignments;
        },
    };
}
