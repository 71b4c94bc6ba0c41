import type { Target } from "./arguments";
import { identityOf, slotOf } from "./identity";
import type { Kind } from "./kinds";
import { fromGraphTarget, toGraphTarget } from "./target";
import { isObject } from "./isObject";

/** One assignment as Graph has it. `raw` is kept whole, so that rows which are not ours go back exactly as read. */
export interface Row {
    readonly id: string;
    /** Undefined for a type of target this provider does not know: such a row is kept and never touched. */
    readonly target: Target | undefined;
    /** `policySets` rows belong to a policy set. v1.0 does not tell, so anything else counts as direct. */
    readonly source: string | undefined;
    readonly sourceId: string | undefined;
    readonly raw: Readonly<Record<string, unknown>>;
}

function text(value: unknown): string | undefined {
    return typeof value === "string" ? value : undefined;
}

/** Levels of objects and lists in an assignment; Graph's have three. What is deeper could not be sent back. */
const deepestRow = 50;

function isShallow(value: unknown): boolean {
    let level: unknown[] = [value];
    for (let depth = 0; level.length > 0; depth += 1) {
        if (depth > deepestRow) {
            return false;
        }
        level = level.flatMap((item) =>
            typeof item === "object" && item !== null ? (Object.values(item) as unknown[]) : [],
        );
    }
    return true;
}

/** Reads one assignment of a Graph answer; undefined where it is none (no object, no id, or nested without end). */
export function readRow(raw: unknown): Row | undefined {
    if (!isObject(raw) || typeof raw["id"] !== "string" || !isShallow(raw)) {
        return undefined;
    }
    return {
        id: raw["id"],
        target: isObject(raw["target"]) ? fromGraphTarget(raw["target"]) : undefined,
        source: text(raw["source"]),
        sourceId: text(raw["sourceId"]),
        raw,
    };
}

/** False for rows that a policy set put there. */
export function isDirect(row: Row): boolean {
    return row.source !== "policySets";
}

/** The row's identity; rows of unknown types are only ever equal to themselves. */
export function rowIdentity(row: Row): string {
    return row.target ? identityOf(row.target) : `unknown:${row.id}`;
}

export function rowSlot(row: Row): string {
    return row.target ? slotOf(row.target) : `unknown:${row.id}`;
}

/** The body that makes a new assignment. `source` and `sourceId` are the service's and never sent. */
export function newRowBody(kind: Kind, target: Target): Record<string, unknown> {
    return { "@odata.type": kind.rowType, target: toGraphTarget(target) };
}

const serverProperties = new Set(["id", "source", "sourceId"]);

/** The body that puts an assignment back as it was read, less what the service sets itself. */
export function keptRowBody(row: Row): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(row.raw).filter(
            ([key]) => !serverProperties.has(key) && (key === "@odata.type" || !key.includes("@odata.")),
        ),
    );
}
