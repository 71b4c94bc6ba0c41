/** Inputs, `targets`, one target, its properties: nothing that has a meaning lies deeper. */
const deepest = 3;

const guidAtStart = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=$|_)/i;

function normaliseWithin(value: unknown, depth: number): unknown {
    if (typeof value === "string") {
        return value.replace(guidAtStart, (guid) => guid.toLowerCase());
    }
    if (typeof value !== "object" || value === null || depth === 0) {
        return value;
    }
    return Array.isArray(value)
        ? // Unlike `map`, `from` sees the holes of a sparse list.
          Array.from(value, (item) => normaliseWithin(item, depth - 1))
        : normaliseEntries(value, depth);
}

function normaliseEntries(value: object, depth: number): Record<string, unknown> {
    // `fromEntries` defines properties, so that a key named `__proto__` stays an ordinary, refused one.
    return Object.fromEntries(
        Object.entries(value)
            .filter(([, item]) => item !== undefined && item !== null)
            .map(([key, item]) => [key, normaliseWithin(item, depth - 1)]),
    );
}

/** One spelling for equal inputs: GUIDs in lower case, what is null left out. The order of lists is the user's. */
export function normalise(inputs: object): Record<string, unknown> {
    return normaliseEntries(inputs, deepest);
}
