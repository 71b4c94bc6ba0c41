import type { Graph, Purpose } from "../graph";

/** Questions that come one after the other before a list is read in their place. */
const patience = 5;

/** A collection of more pages is asked object by object: Entra may have a hundred thousand groups. */
const mostPages = 5;

/** The whole collection if it is time to read it and it is short enough; undefined where the object has to be asked for. */
export type WholeList = readonly unknown[] | undefined;

/** Performs one question, given the whole list where there is one. */
export type InTurn = <T>(
    question: (whole: WholeList) => Promise<T>,
    purpose: Purpose,
    signal: AbortSignal,
) => Promise<T>;

async function readShort(graph: Graph, path: string, purpose: Purpose, signal: AbortSignal): Promise<WholeList> {
    const values: unknown[] = [];
    let at = path;
    for (let pages = 0; pages < mostPages; pages += 1) {
        const { value, next } = await graph.page(at, purpose, signal);
        values.push(...value);
        if (next === undefined) {
            return values;
        }
        at = next;
    }
    return undefined;
}

/**
 * Some language hosts, YAML's among them, wait for one answer before they ask for the next, so that nothing can travel
 * together. After a few such questions the collection at `path` is read whole, once, if it is short. Where that fails,
 * questions are asked as before, and fail in their own words.
 */
export function createInTurn(graph: Graph, path: string): InTurn {
    let underWay = 0;
    let turns = 0;
    let whole: Promise<WholeList> | undefined;
    return async (question, purpose, signal) => {
        turns += underWay === 0 ? 1 : 0;
        underWay += 1;
        try {
            if (turns > patience) {
                whole ??= readShort(graph, path, purpose, signal).catch(() => undefined);
            }
            return await question(await whole);
        } finally {
            underWay -= 1;
        }
    };
}
