import { visible } from "../visible";

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

/** A text in HTML or SVG, between tags or in a quoted attribute: nothing in it means anything. */
export function escapeMarkup(text: string): string {
    return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}

/** JSON for a `<script type="application/json">`: no tag can begin in it. */
export function scriptJson(value: unknown): string {
    return JSON.stringify(value).replace(
        /[<>&\u2028\u2029]/g,
        (character) => `\\u${Number(character.codePointAt(0)).toString(16).padStart(4, "0")}`,
    );
}

/** A text cut to so many characters. */
export function cut(text: string, length: number): string {
    const characters = Array.from(text.slice(0, 2 * length + 2));
    return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : text;
}
