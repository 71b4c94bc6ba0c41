/** The part of OData's query options that clients of these families use. Unknown options are refused, as Graph does. */
import { failure, type Reply } from "./reply";

export interface Page {
    readonly items: readonly Item[];
    readonly count?: number;
    /** Where the next page begins; undefined on the last. */
    readonly nextSkip?: number | undefined;
}

export type Item = Readonly<Record<string, unknown>>;
type Predicate = (item: Item) => boolean;

const known = new Set([
    "$filter",
    "$select",
    "$expand",
    "$top",
    "$skip",
    "$skiptoken",
    "$orderby",
    "$count",
    "$search",
]);

function bad(text: string): Reply {
    return failure(400, "BadRequest", text);
}

/** Splits at a word outside of quotes. */
function splitAt(text: string, word: string): string[] {
    const parts: string[] = [];
    let quoted = false;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
        if (text[at] === "'") {
            quoted = !quoted;
        } else if (!quoted && text.slice(at, at + word.length).toLowerCase() === word) {
            parts.push(text.slice(from, at));
            from = at + word.length;
            at = from - 1;
        }
    }
    return [...parts, text.slice(from)];
}

function literal(text: string): string | number | boolean | null {
    const value = text.trim();
    if (value.startsWith("'")) {
        return value.slice(1, -1).replaceAll("''", "'");
    }
    return value === "null" ? null : value === "true" ? true : value === "false" ? false : Number(value);
}

function valueAt(item: Item, path: string): unknown {
    return path
        .trim()
        .split("/")
        .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], item);
}

function textAt(item: Item, path: string): string {
    const value = valueAt(item, path);
    return typeof value === "string" ? value : JSON.stringify(value ?? "");
}

function same(left: unknown, right: unknown): boolean {
    return typeof left === "string" && typeof right === "string"
        ? left.toLowerCase() === right.toLowerCase()
        : (left ?? null) === right;
}

const comparison = /^\s*(?<path>[\w/.]+)\s+(?<operator>eq|ne|ge|gt|le|lt)\s+(?<value>'(?:[^']|'')*'|[\w.+-]+)\s*$/i;
const call =
    /^\s*(?<name>startswith|endswith|contains)\s*\(\s*(?<path>[\w/.]+)\s*,\s*(?<value>'(?:[^']|'')*')\s*\)\s*$/i;
const membership = /^\s*(?<path>[\w/.]+)\s+in\s*\(\s*(?<list>.*)\)\s*$/i;

const operators: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
    eq: same,
    ne: (left, right) => !same(left, right),
    ge: (left, right) => String(left) >= String(right),
    gt: (left, right) => String(left) > String(right),
    le: (left, right) => String(left) <= String(right),
    lt: (left, right) => String(left) < String(right),
};

const calls: Readonly<Record<string, (text: string, part: string) => boolean>> = {
    startswith: (text, part) => text.startsWith(part),
    endswith: (text, part) => text.endsWith(part),
    contains: (text, part) => text.includes(part),
};

function simplePredicate(text: string): Predicate | undefined {
    const compared = comparison.exec(text)?.groups;
    if (compared) {
        const { path = "", operator = "", value = "" } = compared;
        const compare = operators[operator.toLowerCase()];
        return compare && ((item) => compare(valueAt(item, path), literal(value)));
    }
    const called = call.exec(text)?.groups;
    if (called) {
        const { name = "", path = "", value = "" } = called;
        const test = calls[name.toLowerCase()];
        return test && ((item) => test(textAt(item, path).toLowerCase(), String(literal(value)).toLowerCase()));
    }
    const listed = membership.exec(text)?.groups;
    if (listed) {
        const { path = "", list = "" } = listed;
        const values = splitAt(list, ",").map(literal);
        return (item) => values.some((value) => same(valueAt(item, path), value));
    }
    return undefined;
}

function predicate(text: string): Predicate | undefined {
    const all = splitAt(text, " or ").map((alternative) => {
        const parts = splitAt(alternative, " and ").map((part) =>
            simplePredicate(part.trim().replace(/^\((.*)\)$/, "$1")),
        );
        return parts.some((part) => part === undefined) ? undefined : (parts as Predicate[]);
    });
    return all.some((parts) => parts === undefined)
        ? undefined
        : (item) => (all as Predicate[][]).some((parts) => parts.every((part) => part(item)));
}

function wholeNumber(text: string | null): number | undefined {
    return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

function select(item: Item, names: readonly string[], expanded: readonly string[]): Item {
    const wanted = new Set([...names, ...expanded, "id", "@odata.type"]);
    return Object.fromEntries(Object.entries(item).filter(([key]) => wanted.has(key)));
}

function list(text: string | null): string[] {
    return (text ?? "")
        .split(",")
        .map((name) => name.replace(/\(.*$/, "").trim())
        .filter((name) => name !== "");
}

export function expandedNames(query: URLSearchParams): string[] {
    return list(query.get("$expand"));
}

/** Applies the query to a collection. `expandable` are the navigations `$expand` may name. */
export function applyQuery(
    all: readonly Item[],
    query: URLSearchParams,
    pageSize: number,
    expandable: readonly string[],
): Page | Reply {
    const unknown = [...query.keys()].find((key) => key.startsWith("$") && !known.has(key));
    if (unknown !== undefined) {
        return bad(`The query parameter '${unknown}' is not supported.`);
    }
    const expanded = expandedNames(query);
    const wrong = expanded.find((name) => !expandable.includes(name));
    if (wrong !== undefined) {
        return bad(`Could not find a property named '${wrong}' to expand.`);
    }
    const filterText = query.get("$filter");
    const test = filterText === null ? () => true : predicate(filterText);
    if (test === undefined) {
        return bad(`Invalid filter clause: '${String(filterText)}'.`);
    }
    const top = wholeNumber(query.get("$top"));
    if (query.has("$top") && (top === undefined || top === 0 || top > 1_000)) {
        return bad("Invalid value for $top: it has to be between 1 and 1000.");
    }
    const skip = wholeNumber(query.get("$skiptoken") ?? query.get("$skip")) ?? 0;
    const [orderBy, direction] = (query.get("$orderby") ?? "").trim().split(/\s+/);
    const found = all.filter(test);
    if (orderBy) {
        const sign = direction?.toLowerCase() === "desc" ? -1 : 1;
        found.sort((a, b) => sign * textAt(a, orderBy).localeCompare(textAt(b, orderBy)));
    }
    const size = Math.min(top ?? pageSize, 1_000);
    const names = list(query.get("$select"));
    const shown = found
        .slice(skip, skip + size)
        .map((item) =>
            Object.fromEntries(
                Object.entries(item).filter(([key]) => !expandable.includes(key) || expanded.includes(key)),
            ),
        )
        .map((item) => (names.length === 0 ? item : select(item, names, expanded)));
    return {
        items: shown,
        ...(query.get("$count") === "true" ? { count: found.length } : {}),
        nextSkip: skip + size < found.length ? skip + size : undefined,
    };
}
