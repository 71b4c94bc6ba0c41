import { count } from "../count";
import { kinds } from "../../provider/assignment/kinds";
import { markdownCell } from "../markdown";
import { visible } from "../visible";
import type { Report, ReportAssignment } from "./report";

/** Rows of one table: a comment on GitHub ends at 65,536 characters. */
const mostRows = 50;

function cell(text: string): string {
    return markdownCell(visible(text));
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const shown = rows.slice(0, mostRows).map((row) => `| ${row.map(cell).join(" | ")} |`);
    const rest = rows.length - shown.length;
    return [
        `| ${head.join(" | ")} |`,
        `|${head.map(() => " --- |").join("")}`,
        ...shown,
        ...(rest > 0 ? ["", `${String(rest)} more are in the HTML report.`] : []),
    ].join("\n");
}

function folded(summary: string, content: string): string {
    return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`;
}

function numbersLine({ numbers: n, isCompared }: Report): string {
    const parts = [
        count(n.policies, "policy", "policies"),
        count(n.assignments, "assignment"),
        count(n.groups, "group"),
        `${String(n.unassigned)} unassigned`,
        count(n.conflicts, "conflict"),
        ...(isCompared ? [`${String(n.drift)} different from the stack`] : []),
    ];
    return `**${parts.join(" · ")}**`;
}

/** A report as a comment on a pull request: the numbers, what wants attention, and the rest folded away. */
export function toMarkdown(report: Report): string {
    const names = new Map(report.targets.map(({ key, name }) => [key, name]));
    const policies = new Map(report.policies.map(({ kind, id, name }) => [`${kind} ${id.toLowerCase()}`, name]));
    const target = (key: string): string => names.get(key) ?? key;
    const policy = (item: { kind: string; policyId: string }): string =>
        policies.get(`${item.kind} ${item.policyId.toLowerCase()}`) ?? item.policyId;
    const assigned = ({ target: key, mode, filter, drift }: ReportAssignment): string =>
        `${mode === "exclude" ? "not " : ""}${target(key)}${filter ? `, filter ${filter.type} ${filter.name}` : ""}${drift ? ` (${drift})` : ""}`;
    const { drift, conflicts, targeting, gaps } = report;
    const parts = [
        "### Intune assignments",
        numbersLine(report),
        ...(drift.length === 0
            ? []
            : [
                  "#### Different from the stack",
                  table(
                      ["policy", "target", "what", "resource", "how"],
                      drift.map((item) => [
                          policy(item),
                          target(item.target),
                          item.what,
                          item.resource,
                          item.explanation,
                      ]),
                  ),
              ]),
        ...(conflicts.length === 0
            ? []
            : [
                  folded(
                      count(conflicts.length, "conflict"),
                      table(
                          ["policy", "target", "what", "how"],
                          conflicts.map((item) => [policy(item), target(item.target), item.what, item.explanation]),
                      ),
                  ),
              ]),
        ...(targeting === undefined
            ? []
            : [
                  `#### What ${cell(targeting.name)} gets`,
                  table(
                      ["policy", "outcome", "why"],
                      targeting.policies
                          .filter(({ outcome }) => outcome !== "not assigned")
                          .map(({ name, outcome, reasons }) => [name, outcome, reasons.join("; ")]),
                  ),
              ]),
        folded(
            "Who gets what",
            table(
                ["policy", "kind", "assigned to"],
                report.policies.map(({ name, kind, assignments }) => [
                    name,
                    kinds[kind].noun,
                    assignments.length === 0 ? "nobody" : assignments.map(assigned).join("; "),
                ]),
            ),
        ),
        ...gaps.map((gap) => `> ${cell(gap)}`),
    ];
    return `${parts.join("\n\n")}\n`;
}
