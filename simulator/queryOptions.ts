/** The part of OData's query options that clients of these families use. Unknown options are refused, as Graph does. */
import { order, parseFilter, valueAt, type Item } from "./filterExpression";
import { badRequest, isReply, type Reply } from "./reply";

export type { Item };

export interface Page {
    readonly items: readonly Item[];
    readonly count?: number;
    /** Where the next page begins; undefined on the last. */
    readonly nextSkip?: number;
}

/** What a query is applied to. Making an item is put off until the page is known. */
export interface Source<T> {
    readonly all: readonly T[];
    readonly pageSize: number;
    /** Navigations that `$expand` may name. */
    readonly expandable: readonly string[];
    /** The item without navigations, and with those that are asked for. */
    readonly present: (element: T, expanded: readonly string[]) => Item;
}

const known = new Set(
    ["filter", "select", "expand", "top", "skip", "skiptoken", "orderby", "count", "search"].map((name) => `$${name}`),
);
const maxTop = 1_000;

/** Splits at commas outside of parentheses. */
function splitList(text: string): string[] {
    const parts: string[] = [];
    let depth = 0;
    let from = 0;
    for (let at = 0; at <= text.length; at += 1) {
        const mark = text[at];
        depth += mark === "(" ? 1 : mark === ")" ? -1 : 0;
        if (at === text.length || (mark === "," && depth === 0)) {
            parts.push(text.slice(from, at).trim());
            from = at + 1;
        }
    }
    return parts.filter((part) => part !== "");
}

/** Names in `$expand`, without their own options. */
function expandedNames(query: URLSearchParams): string[] {
    return splitList(query.get("$expand") ?? "").map((name) => name.replace(/\(.*$/s, ""));
}

function wholeNumber(text: string | null): number | undefined {
    return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

interface Plan {
    readonly expanded: readonly string[];
    readonly selected: ReadonlySet<string> | undefined;
    readonly test: ((item: Item) => boolean) | undefined;
    readonly orderBy: string | undefined;
    readonly isDescending: boolean;
    readonly size: number;
    readonly skip: number;
    readonly isCounted: boolean;
}

/** `"displayName:text"`, the form Entra takes. */
function searchTest(text: string): ((item: Item) => boolean) | undefined {
    const { name = "", part = "" } = /^"(?<name>\w+):(?<part>[^"]+)"$/.exec(text.trim())?.groups ?? {};
    return name === ""
        ? undefined
        : (item) => {
              const value = valueAt(item, name);
              return typeof value === "string" && value.toLowerCase().includes(part.toLowerCase());
          };
}

function readTest(query: URLSearchParams): Plan["test"] | Reply {
    const filter = query.get("$filter");
    const search = query.get("$search");
    const tests: ((item: Item) => boolean)[] = [];
    for (const [text, parse] of [
        [filter, parseFilter],
        [search, searchTest],
    ] as const) {
        const test = text === null ? undefined : parse(text);
        if (text !== null && test === undefined) {
            return badRequest(`Invalid ${text === filter ? "filter" : "search"} clause: '${text}'.`);
        }
        tests.push(...(test ? [test] : []));
    }
    return tests.length === 0 ? undefined : (item) => tests.every((test) => test(item));
}

function readPlan(query: URLSearchParams, pageSize: number, expandable: readonly string[]): Plan | Reply {
    const unknown = [...query.keys()].find((key) => key.startsWith("$") && !known.has(key));
    if (unknown !== undefined) {
        return badRequest(`The query parameter '${unknown}' is not supported.`);
    }
    const expanded = expandedNames(query);
    const wrong = expanded.find((name) => !expandable.includes(name));
    if (wrong !== undefined) {
        return badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${wrong}'.`);
    }
    const top = wholeNumber(query.get("$top"));
    if (query.has("$top") && (top === undefined || top === 0 || top > maxTop)) {
        return badRequest(`Invalid value for $top: it has to be between 1 and ${String(maxTop)}.`);
    }
    const test = readTest(query);
    if (test !== undefined && isReply(test)) {
        return test;
    }
    const [orderBy, direction] = (query.get("$orderby") ?? "").trim().split(/\s+/);
    const selected = splitList(query.get("$select") ?? "");
    return {
        expanded,
        selected: selected.length === 0 ? undefined : new Set([...selected, "id", "@odata.type"]),
        test,
        orderBy: orderBy === "" ? undefined : orderBy,
        isDescending: direction?.toLowerCase() === "desc",
        size: top ?? pageSize,
        skip: wholeNumber(query.get("$skiptoken") ?? query.get("$skip")) ?? 0,
        isCounted: query.get("$count") === "true",
    };
}

function select(item: Item, plan: Plan): Item {
    const { selected, expanded } = plan;
    return selected === undefined
        ? item
        : Object.fromEntries(
              Object.entries(item).filter(
                  ([key]) => selected.has(key) || expanded.includes(key.replace(/@.*$/, "") || key),
              ),
          );
}

function chosen<T>({ all, present }: Source<T>, { test, orderBy, isDescending }: Plan): readonly T[] {
    const passing = test === undefined ? all : all.filter((element) => test(present(element, [])));
    if (orderBy === undefined) {
        return passing;
    }
    const sign = isDescending ? -1 : 1;
    const key = (element: T): unknown => valueAt(present(element, []), orderBy);
    return passing.toSorted((a, b) => sign * order(key(a), key(b)));
}

/** Applies the query to a collection. */
export function applyQuery<T>(source: Source<T>, query: URLSearchParams): Page | Reply {
    const plan = readPlan(query, source.pageSize, source.expandable);
    if (isReply(plan)) {
        return plan;
    }
    const found = chosen(source, plan);
    const end = plan.skip + plan.size;
    return {
        items: found.slice(plan.skip, end).map((element) => select(source.present(element, plan.expanded), plan)),
        ...(plan.isCounted ? { count: found.length } : {}),
        ...(end < found.length ? { nextSkip: end } : {}),
    };
}
