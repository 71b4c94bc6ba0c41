import { policyKey, type Policy } from "../assignment/policy";
import type { Kind } from "../assignment/kinds";
import type { Row } from "../assignment/row";
import { GraphRequestError } from "../errors";
import type { Graph, Purpose } from "../graph";
import { createPageGuard } from "../graph/paging";
import { fetchRows, readRows, type PolicyRows } from "./policyRows";

/**
 * What Graph has, read as seldom as can be. A kind is read in bulk, page by page as policies are asked for; one policy
 * that is not on the first page is read alone. The bulk view only proves that nothing differs, because expanded lists
 * are cut short for some collections: whoever sees a difference asks for `confirmed` rows.
 */
export interface LiveView {
    rows(policy: Policy, signal: AbortSignal): Promise<PolicyRows>;
    /** Read from the policy itself, at some time in this run. */
    confirmed(policy: Policy, signal: AbortSignal): Promise<PolicyRows>;
    /** Our own write or read showed these rows. */
    store(policy: Policy, rows: PolicyRows): void;
    displayName(policy: Policy): string | undefined;
}

const pageSize = 250;
/** Statuses that mean "this question is not answered", not "the service is ill". */
const noBulkStatuses = new Set([200, 400, 404, 405, 414, 501, 504]);

/** The bulk reading of one kind. */
interface Bulk {
    next: string | undefined;
    isUsable: boolean;
    singles: number;
    /** Refuses pages that go in a circle. */
    readonly guard: (at: string) => void;
    /** Pages are loaded one after the other. */
    turn: Promise<unknown>;
}

function bulkPath(kind: Kind): string {
    return `deviceManagement/${kind.collection}?$select=id,displayName&$expand=assignments&$top=${String(pageSize)}`;
}

function bulkPurpose(kind: Kind): Purpose {
    return { verb: "Read", object: `all ${kind.collection}`, permission: kind.permissions.read };
}

interface BulkItem {
    readonly id: string;
    readonly displayName?: string | undefined;
    readonly assignments?: readonly unknown[] | undefined;
}

function readItem(value: unknown): BulkItem | undefined {
    if (typeof value !== "object" || value === null) {
        return undefined;
    }
    const { id, displayName, assignments } = value as Record<string, unknown>;
    return typeof id === "string"
        ? {
              id,
              displayName: typeof displayName === "string" ? displayName : undefined,
              assignments: Array.isArray(assignments) ? (assignments as unknown[]) : undefined,
          }
        : undefined;
}

export function createLiveView(graph: Graph): LiveView {
    const bulks = new Map<string, Bulk>();
    const known = new Map<string, readonly Row[]>();
    const confirmedRows = new Map<string, Promise<PolicyRows>>();
    const names = new Map<string, string>();

    async function loadPage(kind: Kind, bulk: Bulk, at: string, signal: AbortSignal): Promise<void> {
        const purpose = bulkPurpose(kind);
        bulk.guard(at);
        const page = await graph.page(at, purpose, signal);
        bulk.next = page.next;
        for (const item of page.value.map(readItem)) {
            if (item) {
                const key = policyKey({ kind, policyId: item.id });
                if (item.displayName !== undefined) {
                    names.set(key, item.displayName);
                }
                if (item.assignments && !known.has(key)) {
                    known.set(key, readRows(item.assignments, purpose));
                }
            }
        }
    }

    async function loadUntilKnown(policy: Policy, bulk: Bulk, signal: AbortSignal): Promise<void> {
        const key = policyKey(policy);
        try {
            while (!known.has(key) && bulk.next !== undefined) {
                const isFirstPage = bulk.next === bulkPath(policy.kind);
                if (!isFirstPage && bulk.singles === 0) {
                    bulk.singles += 1;
                    return;
                }
                await loadPage(policy.kind, bulk, bulk.next, signal);
            }
        } catch (error: unknown) {
            if (!(error instanceof GraphRequestError) || !noBulkStatuses.has(error.failure.status)) {
                throw error;
            }
            bulk.isUsable = false;
        }
    }

    function bulkOf(kind: Kind): Bulk {
        const bulk = bulks.get(kind.collection) ?? {
            next: bulkPath(kind),
            isUsable: true,
            singles: 0,
            guard: createPageGuard(bulkPurpose(kind)),
            turn: Promise.resolve(),
        };
        bulks.set(kind.collection, bulk);
        return bulk;
    }

    const view: LiveView = {
        async rows(policy, signal) {
            const key = policyKey(policy);
            const bulk = bulkOf(policy.kind);
            if (!known.has(key) && policy.userId === undefined && bulk.isUsable) {
                const turn = bulk.turn.then(() => (bulk.isUsable ? loadUntilKnown(policy, bulk, signal) : undefined));
                bulk.turn = turn.catch(() => undefined);
                await turn;
            }
            return known.get(key) ?? view.confirmed(policy, signal);
        },
        confirmed(policy, signal) {
            const key = policyKey(policy);
            const running = confirmedRows.get(key);
            if (running) {
                return running;
            }
            const reading = fetchRows(graph, policy, signal).then((rows) => {
                if (confirmedRows.get(key) === reading) {
                    view.store(policy, rows);
                }
                return rows;
            });
            confirmedRows.set(key, reading);
            reading.catch(() => {
                confirmedRows.delete(key);
            });
            return reading;
        },
        store(policy, rows) {
            const key = policyKey(policy);
            confirmedRows.set(key, Promise.resolve(rows));
            if (rows) {
                known.set(key, rows);
            } else {
                known.delete(key);
            }
        },
        displayName: (policy) => names.get(policyKey(policy)),
    };
    return view;
}
