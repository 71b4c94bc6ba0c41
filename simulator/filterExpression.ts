/** OData's `$filter` as far as clients of these families go: a text in, a predicate out. */
export type Item = Readonly<Record<string, unknown>>;
type Expression = (item: Item) => unknown;

const tokenPattern = /\s*(?:(?<text>'(?:[^']|'')*')|(?<mark>[(),])|(?<word>[^\s'(),]+))/y;
const maxLength = 16_384;
const maxDepth = 50;

class FilterSyntaxError extends Error {}

/** Texts without case, the way Graph compares them. */
function fold(value: unknown): unknown {
    return typeof value === "string" ? value.toLowerCase() : (value ?? null);
}

function asText(value: unknown): string {
    return typeof value === "string" ? value.toLowerCase() : JSON.stringify(value ?? null);
}

/** Numbers by size, all else as text. */
export function order(left: unknown, right: unknown): number {
    if (typeof left === "number" && typeof right === "number") {
        return left - right;
    }
    const [a = "", b = ""] = [left, right].map(asText);
    return a < b ? -1 : a > b ? 1 : 0;
}

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
    eq: (left, right) => fold(left) === fold(right),
    ne: (left, right) => fold(left) !== fold(right),
    gt: (left, right) => order(left, right) > 0,
    ge: (left, right) => order(left, right) >= 0,
    lt: (left, right) => order(left, right) < 0,
    le: (left, right) => order(left, right) <= 0,
};

const onTexts =
    (test: (text: string, part: string) => unknown) =>
    ([text, part]: readonly unknown[]): unknown =>
        test(typeof text === "string" ? text.toLowerCase() : "", String(part).toLowerCase());

const calls: Readonly<Record<string, (values: readonly unknown[], item: Item) => unknown>> = {
    startswith: onTexts((text, part) => text.startsWith(part)),
    endswith: onTexts((text, part) => text.endsWith(part)),
    contains: onTexts((text, part) => text.includes(part)),
    tolower: ([text]) => fold(text),
    toupper: ([text]) => (typeof text === "string" ? text.toUpperCase() : text),
    isof: ([type], item) => fold(item["@odata.type"]) === `#${String(type).replace("#", "")}`.toLowerCase(),
};

export function valueAt(item: Item, path: string): unknown {
    return path
        .split("/")
        .reduce<unknown>(
            (value, key) =>
                typeof value === "object" && value !== null && Object.hasOwn(value, key)
                    ? (value as Item)[key]
                    : undefined,
            item,
        );
}

function tokenize(text: string): string[] {
    const tokens: string[] = [];
    tokenPattern.lastIndex = 0;
    while (tokenPattern.lastIndex < text.trimEnd().length) {
        const match = tokenPattern.exec(text);
        if (match === null) {
            throw new FilterSyntaxError();
        }
        tokens.push(match[0].trim());
    }
    return tokens;
}

class Parser {
    private at = 0;
    private depth = 0;
    constructor(private readonly tokens: readonly string[]) {}

    parse(): Expression {
        const expression = this.either();
        if (this.at < this.tokens.length) {
            throw new FilterSyntaxError();
        }
        return expression;
    }

    private peek(): string | undefined {
        return this.tokens[this.at]?.toLowerCase();
    }

    private take(): string {
        const token = this.tokens[this.at];
        if (token === undefined) {
            throw new FilterSyntaxError();
        }
        this.at += 1;
        return token;
    }

    private skip(wanted: string): boolean {
        const isNext = this.peek() === wanted;
        this.at += isNext ? 1 : 0;
        return isNext;
    }

    private expect(wanted: string): void {
        if (!this.skip(wanted)) {
            throw new FilterSyntaxError();
        }
    }

    private either(): Expression {
        const parts = [this.all()];
        while (this.skip("or")) {
            parts.push(this.all());
        }
        return parts.length === 1 && parts[0] ? parts[0] : (item) => parts.some((part) => part(item) === true);
    }

    private all(): Expression {
        const parts = [this.unary()];
        while (this.skip("and")) {
            parts.push(this.unary());
        }
        return parts.length === 1 && parts[0] ? parts[0] : (item) => parts.every((part) => part(item) === true);
    }

    private unary(): Expression {
        this.depth += 1;
        if (this.depth > maxDepth) {
            throw new FilterSyntaxError();
        }
        try {
            if (this.skip("not")) {
                const inner = this.unary();
                return (item) => inner(item) !== true;
            }
            if (this.skip("(")) {
                const inner = this.either();
                this.expect(")");
                return inner;
            }
            return this.comparison();
        } finally {
            this.depth -= 1;
        }
    }

    private comparison(): Expression {
        const isCall = this.tokens[this.at + 1] === "(";
        const left = this.operand();
        const operator = this.peek() ?? "";
        if (this.skip("in")) {
            this.expect("(");
            const values = this.list();
            return (item) => values.some((value) => fold(value(item)) === fold(left(item)));
        }
        if (!Object.hasOwn(comparisons, operator)) {
            // Only a function says something by itself.
            if (!isCall) {
                throw new FilterSyntaxError();
            }
            return left;
        }
        this.take();
        const compare = comparisons[operator];
        const right = this.operand();
        return (item) => compare?.(left(item), right(item));
    }

    /** Operands up to the closing parenthesis. */
    private list(): Expression[] {
        const operands = [this.operand()];
        while (this.skip(",")) {
            operands.push(this.operand());
        }
        this.expect(")");
        return operands;
    }

    private operand(): Expression {
        this.depth += 1;
        if (this.depth > maxDepth) {
            throw new FilterSyntaxError();
        }
        try {
            return this.operandAt(this.take());
        } finally {
            this.depth -= 1;
        }
    }

    private operandAt(token: string): Expression {
        if (token.startsWith("'")) {
            const text = token.slice(1, -1).replaceAll("''", "'");
            return () => text;
        }
        if (this.peek() === "(" && Object.hasOwn(calls, token.toLowerCase())) {
            this.take();
            const call = calls[token.toLowerCase()];
            const values = this.list();
            return (item) =>
                call?.(
                    values.map((value) => value(item)),
                    item,
                );
        }
        return plainOperand(token);
    }
}

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
    ["null", null],
    ["true", true],
    ["false", false],
]);

function plainOperand(token: string): Expression {
    if (constants.has(token)) {
        return () => constants.get(token);
    }
    if (/^-?\d+(?:\.\d+)?$/.test(token)) {
        return () => Number(token);
    }
    if (/^[a-z_@][\w.@/]*$/i.test(token)) {
        // A type's name stands bare in isof(...).
        return token.startsWith("microsoft.graph.") ? () => token : (item) => valueAt(item, token);
    }
    if (/^[\w.:+-]+$/.test(token)) {
        // GUIDs and dates stand bare.
        return () => token;
    }
    throw new FilterSyntaxError();
}

/** The predicate a `$filter` means; undefined where it can't be read. */
export function parseFilter(text: string): ((item: Item) => boolean) | undefined {
    if (text.length > maxLength) {
        return undefined;
    }
    try {
        const expression = new Parser(tokenize(text)).parse();
        return (item) => expression(item) === true;
    } catch (error: unknown) {
        if (error instanceof FilterSyntaxError) {
            return undefined;
        }
        throw error;
    }
}
