// What became of the fleet, in a table that fits a terminal and a job summary.
import type { Result } from "./stack";

const columns: readonly (readonly [head: string, cell: (result: Result) => string])[] = [
    ["tenant", ({ tenant }) => tenant],
    ["result", ({ outcome }) => outcome],
    ["created", ({ changes }) => String(changes.create ?? 0)],
    ["updated", ({ changes }) => String(changes.update ?? 0)],
    ["replaced", ({ changes }) => String(changes.replace ?? 0)],
    ["deleted", ({ changes }) => String(changes.delete ?? 0)],
    ["same", ({ changes }) => String(changes.same ?? 0)],
    ["seconds", ({ seconds }) => seconds.toFixed(1)],
    ["why", ({ why }) => why.replaceAll("|", "/")],
];

/** A Markdown table. */
export function summaryTable(results: readonly Result[]): string {
    const cells = [columns.map(([head]) => head), ...results.map((result) => columns.map(([, cell]) => cell(result)))];
    const widths = columns.map((_, at) =>
        at === columns.length - 1 ? 3 : Math.max(...cells.map((row) => row[at].length)),
    );
    const line = (row: readonly string[]): string =>
        `| ${row.map((cell, at) => cell.padEnd(widths[at])).join(" | ")} |`;
    const [head = [], ...rows] = cells;
    return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}
