import { hasEqualFilter } from "../assignment/identity";
import { isDirect, rowIdentity, rowSlot, type Row } from "../assignment/row";

function isSame(left: Row, right: Row): boolean {
    return (
        rowIdentity(left) === rowIdentity(right) &&
        (left.target === undefined || right.target === undefined || hasEqualFilter(left.target, right.target))
    );
}

/**
 * The direct rows that somebody else added or changed between the list a write was made from and the list it replaced.
 * Rows that are missing from the second are no evidence: a read may be behind, and what is not there twice is only lost
 * once it is removed.
 */
export function foreignChanges(base: readonly Row[], replaced: readonly Row[]): readonly Row[] {
    return replaced.filter((row) => isDirect(row) && !base.some((known) => isSame(known, row)));
}

/** The list with somebody else's changes in it. */
export function withForeignChanges(base: readonly Row[], changes: readonly Row[]): readonly Row[] {
    const changed = new Set(changes.map(rowSlot));
    return [...base.filter((row) => !changed.has(rowSlot(row))), ...changes];
}
