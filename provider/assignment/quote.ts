const longest = 60;

function escapeInvisible(character: string): string {
    return `\\u{${Number(character.codePointAt(0)).toString(16)}}`;
}

/** A user's text on one line: cut short, with everything that can't be seen made visible. */
export function shorten(text: string): string {
    // Cut in two steps, so that a text of any size costs the same and no pair of surrogates is torn.
    const characters = Array.from(text.slice(0, 2 * longest + 2));
    const cut = characters.length > longest ? `${characters.slice(0, longest).join("")}…` : text;
    return cut.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, escapeInvisible);
}

/** How messages show a value that is at fault. */
export function quote(value: unknown): string {
    switch (typeof value) {
        case "string":
            return `"${shorten(value)}"`;
        case "number":
        case "boolean":
            return String(value);
        case "object":
            return value === null ? "null" : Array.isArray(value) ? "a list" : "an object";
        default:
            return `a value of type ${typeof value}`;
    }
}
