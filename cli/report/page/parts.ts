import { kinds } from "../../../provider/assignment/kinds";
import { escapeMarkup as text } from "../escape";
import type { Report, ReportAssignment, ReportPolicy } from "../report";

/** Rows of the tables above the list; the list itself marks all of them in place. */
const mostRows = 200;

/** A tenant's name: its own direction can't spill into what stands beside it. */
export function name(value: string): string {
    return `<bdi>${text(value)}</bdi>`;
}

function table(caption: string, heads: readonly string[], rows: readonly (readonly string[])[]): string {
    const shown = rows.slice(0, mostRows).map(([first = "", ...cells]) => {
        return `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
    });
    const rest = rows.length - shown.length;
    return [
        `<div class="scroll" tabindex="0" role="region" aria-label="${text(caption)}"><table><caption>${text(caption)}</caption>`,
        `<thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead>`,
        `<tbody>${shown.join("")}</tbody></table></div>`,
        rest > 0 ? `<p class="status">${rest} more are marked in the list below.</p>` : "",
    ].join("");
}

/** The figures on top. */
export function numbers({ numbers: n, isCompared }: Report): string {
    const all: readonly (readonly [string, number, boolean?])[] = [
        ["policies", n.policies],
        ["assignments", n.assignments],
        ["groups", n.groups],
        ["with a filter", n.withFilter],
        ["to all devices or users", n.toEveryone],
        ["assigned to nobody", n.unassigned],
        ["conflicts", n.conflicts, n.conflicts > 0],
        ...(isCompared ? ([["differences from the stack", n.drift, n.drift > 0]] as const) : []),
    ];
    const boxes = all.map(
        ([label, value, isAlert]) =>
            `<div${isAlert ? ' class="alert"' : ""}><dt>${label}</dt><dd>${value.toLocaleString("en")}</dd></div>`,
    );
    return `<section aria-label="Numbers"><dl class="numbers">${boxes.join("")}</dl></section>`;
}

interface Named {
    readonly policy: (item: { readonly kind: string; readonly policyId: string }) => string;
    readonly target: (key: string) => string;
}

function namesOf(report: Report): Named {
    const targets = new Map(report.targets.map((target) => [target.key, target.name]));
    const policies = new Map(
        report.policies.map((policy) => [`${policy.kind} ${policy.id.toLowerCase()}`, policy.name]),
    );
    return {
        policy: ({ kind, policyId }) => name(policies.get(`${kind} ${policyId.toLowerCase()}`) ?? policyId),
        target: (key) => name(targets.get(key) ?? key),
    };
}

/** What differs from the stack, and what contradicts itself. */
export function findings(report: Report): string {
    const { policy, target } = namesOf(report);
    const drift = report.drift.map((item) => [
        policy(item),
        target(item.target),
        `<span class="tag">${item.what}</span>`,
        name(item.resource),
        text(item.explanation),
    ]);
    const conflicts = report.conflicts.map((item) => [
        policy(item),
        target(item.target),
        text(item.what),
        text(item.explanation),
    ]);
    return [
        report.isCompared
            ? `<section><h2>Different from the stack</h2>${drift.length === 0 ? "<p>Nothing: the tenant has what the stack declares.</p>" : table("What the stack declares and the tenant has not, and the reverse", ["Policy", "Target", "What", "Resource", "How"], drift)}</section>`
            : "",
        conflicts.length === 0
            ? ""
            : `<section><h2>Conflicts</h2>${table("Assignments of one policy that contradict, repeat or outweigh one another", ["Policy", "Target", "What", "How"], conflicts)}</section>`,
    ].join("");
}

/** What one group gets, and why. */
export function targeting({ targeting: found }: Report): string {
    if (found === undefined) {
        return "";
    }
    const order = ["assigned", "excluded", "unknown", "not assigned"];
    const rows = [...found.policies]
        .sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
        .filter(({ outcome }) => outcome !== "not assigned")
        .map((policy) => [
            name(policy.name),
            text(kinds[policy.kind].noun),
            text(policy.outcome),
            `<ol>${policy.reasons.map((reason) => `<li>${text(reason)}</li>`).join("")}</ol>`,
        ]);
    return `<section><h2>What ${name(found.name)} gets</h2>${table("Policies that reach the group, or may; of the reasons, the first decides. Policies that do not reach it are left out.", ["Policy", "Kind", "Outcome", "Why"], rows)}</section>`;
}

function chip(
    { mode, filter, source, drift, target }: ReportAssignment,
    nameOfTarget: ReadonlyMap<string, string>,
): string {
    const isExclude = mode === "exclude";
    const parts = [
        `<b aria-hidden="true">${isExclude ? "−" : "+"}</b><span class="hear">${mode} </span>`,
        name(nameOfTarget.get(target) ?? target),
        filter === undefined ? "" : ` ▽ ${filter.type} ${name(filter.name)}`,
        source === "policySets" ? " (policy set)" : "",
        drift === undefined ? "" : ` <i>${drift}</i>`,
    ];
    return `<li class="${drift === undefined ? (isExclude ? "x" : "i") : "d"}">${parts.join("")}</li>`;
}

function policyRow(policy: ReportPolicy, nameOfTarget: ReadonlyMap<string, string>): string {
    const chips = policy.assignments.map((assignment) => chip(assignment, nameOfTarget)).join("");
    const note = policy.isMissing ? "<small>not in the tenant</small>" : "";
    return `<tr><th scope="row">${name(policy.name)}${note}</th><td>${kinds[policy.kind].noun}</td><td>${chips === "" ? '<span class="none">nobody</span>' : `<ul class="chips">${chips}</ul>`}</td><td>${policy.assignments.length}</td></tr>`;
}

/** Everything, as a list: the page's script narrows it and turns it into the matrix. */
export function policies(report: Report): string {
    const names = new Map(report.targets.map((target) => [target.key, target.name]));
    const used = new Set(report.policies.map(({ kind }) => kinds[kind].noun));
    const option = (value: string, label: string): string => `<option value="${value}">${label}</option>`;
    const pager = (id: string, label: string): string =>
        `<span role="group" aria-label="${label}"><button type="button" id="${id}-back" aria-label="Previous ${label}">←</button> <span id="${id}-text"></span> <button type="button" id="${id}-on" aria-label="Next ${label}">→</button></span>`;
    return [
        '<section id="policies"><h2>Who gets what</h2><div class="tools" id="tools" hidden>',
        '<label>Search policies, groups, filters and ids<input id="query" type="search" autocomplete="off" spellcheck="false"></label>',
        `<label>Kind<select id="kind">${option("", "all kinds")}${[...used].map((noun) => option(noun, noun)).join("")}</select></label>`,
        `<label>Show<select id="show">${option("all", "everything")}${report.isCompared ? option("drift", "differences from the stack") : ""}${option("conflicts", "conflicts")}${option("filter", "with a filter")}${option("exclude", "with an exclusion")}${option("unassigned", "assigned to nobody")}</select></label>`,
        '<span role="group" aria-label="View"><button type="button" data-view="list" aria-pressed="true">List</button> <button type="button" data-view="matrix" aria-pressed="false">Matrix</button></span></div>',
        '<p class="status" id="status" role="status"></p>',
        '<div class="scroll" id="list" tabindex="0" role="region" aria-label="Policies"><table class="policies"><caption>Policies and whom they are assigned to</caption>',
        '<thead><tr><th scope="col" data-sort="name">Policy</th><th scope="col" data-sort="kind">Kind</th><th scope="col" data-sort="targets">Assigned to</th><th scope="col" data-sort="count">Number</th></tr></thead>',
        `<tbody>${report.policies.map((policy) => policyRow(policy, names)).join("")}</tbody></table></div>`,
        '<p class="pager"><button type="button" id="more" hidden>Show 200 more</button></p>',
        `<div class="pager" id="matrix-pager" hidden>${pager("rows", "policies")}${pager("columns", "groups")}</div>`,
        '<div class="scroll" id="matrix" tabindex="0" role="region" aria-label="Matrix of policies by groups" hidden><table></table></div>',
        '<ul class="legend"><li><b class="i">+</b> include</li><li><b class="x">−</b> exclude</li><li><b>▽</b> with a filter</li>',
        report.isCompared ? '<li><b class="d">?</b> differs from the stack, or missing</li>' : "",
        "</ul></section>",
    ].join("");
}
