/** Names of resources that a reader recognises and that stay the same from one export to the next. */

const longestName = 60;
const idPart = 8;

/** A display name as part of a resource's name: letters and digits of any script, joined by hyphens. */
export function slug(displayName: string): string {
    const words = displayName
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu);
    return Array.from((words ?? []).join("-"))
        .slice(0, longestName)
        .join("")
        .replace(/-$/, "");
}

export interface Named<T> {
    readonly item: T;
    /** What it would be called if nothing else were. */
    readonly wish: string;
    /** Tells it from others of the same name; always the same for the same thing. */
    readonly id: string;
    /** What its id belongs to, where even that is not enough. */
    readonly scope: string;
}

/**
 * Gives each its wish, and what shares a wish the beginning of its id as well, or all of it where that is not enough. What
 * else there is in a tenant changes no name but those that share a wish with it.
 */
export function uniqueNames<T>(wishes: readonly Named<T>[]): Map<T, string> {
    const ways: readonly ((wish: Named<T>) => string)[] = [
        ({ wish }) => wish,
        ({ wish, id }) => `${wish}-${id.slice(0, idPart)}`,
        ({ wish, id }) => `${wish}-${id}`,
        ({ wish, id, scope }) => `${wish}-${scope}-${id}`,
    ];
    const names = new Map<T, string>();
    const taken = new Set<string>();
    let open = wishes;
    for (const way of ways) {
        const counts = new Map<string, number>();
        open.forEach((wish) => counts.set(way(wish), (counts.get(way(wish)) ?? 0) + 1));
        const isAlone = (wish: Named<T>): boolean => counts.get(way(wish)) === 1 && !taken.has(way(wish));
        const settled = open.filter(isAlone);
        settled.forEach((wish) => {
            names.set(wish.item, way(wish));
            taken.add(way(wish));
        });
        open = open.filter((wish) => !names.has(wish.item));
    }
    return names;
}
