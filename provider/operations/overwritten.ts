import { identityOf } from "../assignment/identity";
import type { Change } from "../assignment/changes";
import { isDirect, rowIdentity, rowSlot, type Row } from "../assignment/row";
import { filterOf } from "../assignment/target";

/** The list that a write was made from. */
export interface Base {
    readonly rows: readonly Row[];
    /**
     * The list before it, where it is what our own last write left. A later read that lacks some of it may only be
     * behind, unless it shows what that write did.
     */
    readonly before?: readonly Row[] | undefined;
}

/** True where the list can't be older than the base. */
function isLater(seen: readonly Row[], { rows, before }: Base): boolean {
    if (before === undefined) {
        return true;
    }
    const [added, removed] = [newIn(rows, before), newIn(before, rows)];
    return (
        added.length + removed.length > 0 &&
        newIn(added, seen).length === 0 &&
        newIn(removed, seen).length === removed.length
    );
}

/** What somebody else did between the list a write was made from and the list it replaced, and the write undid. */
export interface Overwritten {
    /** Added or changed by them, and not there any more. */
    readonly lost: readonly Row[];
    /**
     * Removed by them, and there again. They stay: a third writer that overwrites others for a moment looks the same,
     * and an assignment too many is better than one lost.
     */
    readonly revived: readonly Row[];
}

export const nothing: Overwritten = { lost: [], revived: [] };

/** Equal for rows of the same identity with the same filter, or both without. */
function contentOf(row: Row): string {
    const filter = row.target && filterOf(row.target);
    return JSON.stringify([rowIdentity(row), filter?.filterType, filter?.filterId.toLowerCase()]);
}

function newIn(list: readonly Row[], known: readonly Row[]): readonly Row[] {
    const contents = new Set(known.map(contentOf));
    return list.filter((row) => isDirect(row) && !contents.has(contentOf(row)));
}

function wants(changes: readonly Change[], row: Row): boolean {
    const identity = rowIdentity(row);
    return changes.some((change) => {
        const targets = change.type === "own" ? change.targets : change.type === "put" ? [change.target] : [];
        return targets.some((target) => identityOf(target) === identity);
    });
}

/** Compares the list a write was made from with the one it replaced (`seen`) and the one it left (`ours`). */
export function overwrittenChanges(
    base: Base,
    seen: readonly Row[],
    ours: readonly Row[],
    changes: readonly Change[],
): Overwritten {
    const identities = (rows: readonly Row[]): Set<string> => new Set(rows.map(rowIdentity));
    const [there, left] = [identities(seen), identities(ours)];
    return {
        lost: newIn(seen, base.rows),
        revived: isLater(seen, base)
            ? base.rows.filter(
                  (row) =>
                      isDirect(row) &&
                      !there.has(rowIdentity(row)) &&
                      left.has(rowIdentity(row)) &&
                      !wants(changes, row),
              )
            : [],
    };
}

/** The list with somebody else's changes in it. */
export function withChanges(base: readonly Row[], lost: readonly Row[]): readonly Row[] {
    const changed = new Set(lost.map(rowSlot));
    return [...base.filter((row) => !changed.has(rowSlot(row))), ...lost];
}
