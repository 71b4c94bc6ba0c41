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
    if (typeof value === "string") {
        return `"${shorten(value)}"`;
    }
    if (value === null || typeof value === "number" || typeof value === "boolean") {
        return String(value);
    }
    if (typeof value !== "object") {
        return `a value of type ${typeof value}`;
    }
    return Array.isArray(value) ? "a list" : "an object";
}
