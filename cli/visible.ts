/** A text on one line with everything invisible made visible, but for what joins emoji and letters. Nothing can turn its direction. */
export function visible(text: string): string {
    return text.replace(
        /(?![\u200c\u200d])[\p{C}\p{Zl}\p{Zp}]/gu,
        (character) => `\\u{${Number(character.codePointAt(0)).toString(16)}}`,
    );
}
