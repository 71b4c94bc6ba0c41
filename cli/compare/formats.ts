import { markdownCell } from "../markdown";
import type { Change } from "./compare";

export type CompareFormat = "text" | "json" | "markdown";

const signs: Readonly<Record<Change["what"], string>> = {
    "policy added": "+",
    "policy removed": "-",
    "policy renamed": "~",
    gained: "+",
    lost: "-",
    "filter changed": "~",
};

function detail({ what, who, before, after }: Change): string {
    const change = before === undefined ? after : `${before} -> ${after ?? ""}`;
    return [what, who, change === "no filter" ? "" : (change ?? "")].filter((part) => part !== "").join(", ");
}

function asText(changes: readonly Change[]): string {
    return changes.map((change) => `${signs[change.what]} ${change.policy}: ${detail(change)}\n`).join("");
}

function asMarkdown(changes: readonly Change[]): string {
    if (changes.length === 0) {
        return "Nothing differs.\n";
    }
    const rows = changes.map(({ policy, what, who, before, after }) =>
        [policy, what, who, before ?? "", after ?? ""].map(markdownCell).join(" | "),
    );
    return `| policy | what | who | before | after |\n| --- | --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |\n`).join("")}`;
}

/** A comparison as a text: for people, for programs or for a pull request. */
export const compareFormats: Readonly<Record<CompareFormat, (changes: readonly Change[]) => string>> = {
    text: asText,
    json: (changes) => `${JSON.stringify({ version: 1, changes }, undefined, 4)}\n`,
    markdown: asMarkdown,
};
