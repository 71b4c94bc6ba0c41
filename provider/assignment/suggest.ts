/** Longer words are no slips of the pen, and not worth comparing. */
const longest = 60;

/** How many letters have to be added, removed, replaced or swapped with their neighbour to make one word the other. */
function distance(left: string, right: string): number {
    const width = right.length + 1;
    const cells = Array.from({ length: width }, (_, column) => column);
    const at = (row: number, column: number) => cells[row * width + column] as number;
    for (let i = 1; i <= left.length; i++) {
        cells.push(i);
        for (let j = 1; j <= right.length; j++) {
            const isEqual = left[i - 1] === right[j - 1];
            const isSwapped = left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
            const steps = [at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (isEqual ? 0 : 1)];
            cells.push(Math.min(...steps, ...(isSwapped ? [at(i - 2, j - 2) + 1] : [])));
        }
    }
    return at(left.length, right.length);
}

function plain(word: string): string {
    return word.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** The candidate that was probably meant: by a known alias, another spelling, or at most a fifth of the letters wrong. */
export function suggest(
    word: string,
    candidates: readonly string[],
    aliases: Readonly<Record<string, string>>,
): string | undefined {
    if (word.length > longest) {
        return undefined;
    }
    const written = plain(word);
    const alias = Object.entries(aliases).find(
        ([name, meant]) => plain(name) === written && candidates.includes(meant),
    );
    if (alias) {
        return alias[1];
    }
    const [best] = candidates
        .map((candidate) => ({ candidate, slips: distance(written, plain(candidate)) }))
        .filter(({ candidate, slips }) => slips <= Math.max(1, Math.floor(candidate.length / 5)))
        .sort((left, right) => left.slips - right.slips);
    return best?.candidate;
}
