import type { Policy } from "../assignment/policy";
import { isDirect, type Row } from "../assignment/row";
import type { Deps } from "../deps";
import type { Graph } from "../graph";
import type { Base } from "./overwritten";
import { fetchRows, type PolicyRows } from "./policyRows";

/** How long a write may take to show in reads; the sum is 30 s. */
const confirmDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000, 7_000, 15_000];
const staleDelaysMs = [0, 250, 500, 1_000, 2_000, 4_000];
const staleReadMs = 30_000;
/** A policy that was made a moment ago may not be known everywhere yet. */
const missingDelaysMs = [500, 1_500];

/** One policy's list as far as reads can be trusted: they may be behind our own writes for a while. */
export interface PolicyList {
    /** The list a write starts from; undefined where the policy does not exist. A policy that must exist is waited for. */
    forWrite(mustExist: boolean, signal: AbortSignal): Promise<Base | undefined>;
    /**
     * The rows after a write of ours over `before`: the answer's, else read until `isShown`, or until they are something
     * else than before.
     */
    confirmed(
        answered: readonly Row[] | undefined,
        before: readonly Row[],
        isShown: (rows: readonly Row[]) => boolean,
        signal: AbortSignal,
    ): Promise<PolicyRows>;
    /** True for a list from before our own writes. */
    isOutdated(rows: readonly Row[]): boolean;
    /** Our last write left these rows: for as long as a read takes, nothing is fresher. */
    wrote(rows: PolicyRows, before: readonly Row[]): void;
    /** It is not known what our last write did. */
    unclear(): void;
    hasJustWritten(): boolean;
}

function fingerprint(rows: readonly Row[]): string {
    return rows
        .map((row) => JSON.stringify([row.id, row.source, row.raw["target"]]))
        .sort()
        .join("\n");
}

export function createPolicyList(policy: Policy, graph: Graph, deps: Deps): PolicyList {
    /** How long the list took to read. */
    let readMs = 0;
    let justWritten: (Base & { readonly atMs: number }) | undefined;
    /** Lists from before our own writes, and when we wrote. */
    const outdated = new Map<string, number>();

    function isOutdated(rows: readonly Row[]): boolean {
        const writtenAtMs = outdated.get(fingerprint(rows));
        return writtenAtMs !== undefined && deps.now() - writtenAtMs < staleReadMs;
    }

    async function readFresh(signal: AbortSignal): Promise<PolicyRows> {
        let rows: PolicyRows;
        for (const delayMs of staleDelaysMs) {
            await deps.sleep(delayMs, signal);
            const startMs = deps.now();
            rows = await fetchRows(graph, policy, signal);
            readMs = deps.now() - startMs;
            if (rows === undefined || !isOutdated(rows)) {
                return rows;
            }
        }
        return rows;
    }

    return {
        isOutdated,
        async forWrite(mustExist, signal) {
            const last = justWritten;
            justWritten = undefined;
            if (last !== undefined && deps.now() - last.atMs <= readMs) {
                return last;
            }
            let rows = await readFresh(signal);
            for (const delayMs of mustExist ? missingDelaysMs : []) {
                if (rows !== undefined) {
                    break;
                }
                await deps.sleep(delayMs, signal);
                rows = await readFresh(signal);
            }
            return rows && { rows };
        },
        async confirmed(answered, before, isShown, signal) {
            outdated.set(fingerprint(before), deps.now());
            if (answered) {
                outdated.delete(fingerprint(answered));
                const told = new Set(answered.map(({ id }) => id));
                return [...answered, ...before.filter((row) => !isDirect(row) && !told.has(row.id))];
            }
            let rows: PolicyRows = before;
            for (const delayMs of confirmDelaysMs) {
                await deps.sleep(delayMs, signal);
                rows = await fetchRows(graph, policy, signal);
                const live = rows ?? [];
                if (isShown(live) || !isOutdated(live)) {
                    outdated.delete(fingerprint(live));
                    return rows;
                }
            }
            return rows;
        },
        wrote(rows, before) {
            justWritten = rows && { rows, before, atMs: deps.now() };
        },
        unclear() {
            outdated.clear();
        },
        hasJustWritten: () => justWritten !== undefined,
    };
}
