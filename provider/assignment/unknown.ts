/**
 * What the engine puts in place of a value that a preview can't know yet: this text, whether the value will be a string,
 * an object or a list (pulumi/pulumi#6310).
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True for a value that a preview does not know yet. */
export function isUnknown(value: unknown): boolean {
    return value === unknownValue;
}

/** True when the value, or anything inside it, is not known yet. */
export function containsUnknown(value: unknown): boolean {
    const seen = new Set<unknown>();
    // A stack of its own: the depth of what users pass is theirs to choose.
    const waiting = [value];
    while (waiting.length > 0) {
        const next = waiting.pop();
        if (isUnknown(next)) {
            return true;
        }
        if (typeof next === "object" && next !== null && !seen.has(next)) {
            seen.add(next);
            for (const item of Object.values(next) as unknown[]) {
                waiting.push(item);
            }
        }
    }
    return false;
}
