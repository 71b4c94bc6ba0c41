/** A text in a cell of a Markdown table: nothing in it means anything, and no link or mention comes of it. */
export function markdownCell(text: string): string {
    return text
        .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
        .replace(/[\\`*_{}[\]()#+!|<>~&@-]/g, (character) => `&#${String(character.codePointAt(0))};`);
}
