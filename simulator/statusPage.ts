import { targetType, type StoredRow } from "./assignmentRow";
import { families, type FamilyName } from "./families";
import type { Simulator } from "./options";
import type { PolicyState, Tenant } from "./tenant";

function escape(text: string): string {
    return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}

const style = `
:root{color-scheme:light dark;--line:#8884;--soft:#8882;--in:#1a7f37;--out:#cf222e}
@media(prefers-color-scheme:dark){:root{--in:#56d364;--out:#ff7b72}}
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem;margin:2rem 0 .5rem}
.facts{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;margin:.5rem 0 0;padding:0;list-style:none;color:color-mix(in srgb,currentColor 70%,transparent)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th{font-weight:600}td:first-child{width:38%}small,code{font-size:.85em;opacity:.75;overflow-wrap:anywhere}
ul.who{margin:0;padding:0;list-style:none}.mark{font-weight:600}.in{color:var(--in)}.out{color:var(--out)}
.tag{background:var(--soft);border-radius:.6em;padding:0 .5em;font-size:.8em}
`;

function nameOf(items: readonly { id: string; displayName: string }[], id: unknown): string {
    const found = items.find((item) => item.id.toLowerCase() === String(id).toLowerCase());
    return found ? escape(found.displayName) : `<code>${escape(String(id))}</code> (unknown)`;
}

function who(row: StoredRow, tenant: Tenant): string {
    const type = targetType(row.target);
    switch (type) {
        case "allDevices":
            return "all devices";
        case "allLicensedUsers":
            return "all users";
        case "group":
        case "exclusionGroup":
            return nameOf(tenant.groups(), row.target["groupId"]);
        case "configurationManagerCollection":
            return `ConfigMgr collection ${escape(String(row.target["collectionId"]))}`;
        default:
            return escape(type);
    }
}

function assignment(row: StoredRow, tenant: Tenant): string {
    const isExclusion = targetType(row.target) === "exclusionGroup";
    const filterType = row.target["deviceAndAppManagementAssignmentFilterType"];
    const filter =
        filterType === "include" || filterType === "exclude"
            ? ` <span class="tag">filter ${filterType}: ${nameOf(tenant.filters(), row.target["deviceAndAppManagementAssignmentFilterId"])}</span>`
            : "";
    const inherited = row.source === "policySets" ? ' <span class="tag">from a policy set</span>' : "";
    const mark = isExclusion ? '<span class="mark out">exclude</span>' : '<span class="mark in">include</span>';
    return `<li>${mark} ${who(row, tenant)}${filter}${inherited}</li>`;
}

function policyRow(policy: PolicyState, tenant: Tenant): string {
    const rows = policy.assignments.map((row) => assignment(row, tenant)).join("");
    return `<tr><td>${escape(policy.displayName)}<br><small>${escape(policy.id)}</small></td><td>${rows === "" ? "<small>nobody</small>" : `<ul class="who">${rows}</ul>`}</td></tr>`;
}

function family(name: FamilyName, tenant: Tenant): string {
    const policies = tenant.list(name);
    const count = policies.reduce((sum, { assignments }) => sum + assignments.length, 0);
    return `<h2>${families[name].noun} <small>${String(policies.length)} policies, ${String(count)} assignments</small></h2>
<table><thead><tr><th scope="col">Policy</th><th scope="col">Who gets it</th></tr></thead><tbody>${policies.map((policy) => policyRow(policy, tenant)).join("")}</tbody></table>`;
}

function recent(simulator: Simulator): string {
    const last = simulator.requests.slice(-15).reverse();
    const rows = last.map(
        ({ atMs, method, version, path, status }) =>
            `<tr><td><code>${new Date(atMs).toISOString().slice(11, 23)} ${escape(method)} ${escape(version)}/${escape(path)}</code></td><td>${String(status)}</td></tr>`,
    );
    return rows.length === 0
        ? ""
        : `<h2>Last requests</h2><table><thead><tr><th scope="col">Request</th><th scope="col">Status</th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** The page at `/`: every policy with who gets it, and the last requests. One file, no script, no network. */
export function statusPage(simulator: Simulator): string {
    const { tenant } = simulator;
    const counts = simulator.counts();
    const facts = [
        `mode ${simulator.mode}`,
        `${String(tenant.groups().length)} groups`,
        `${String(tenant.filters().length)} filters`,
        `${String(counts.http)} HTTP requests`,
        `${String(counts.writes)} writes`,
    ];
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Simulated Intune tenant</title><style>${style}</style></head><body>
<h1>Simulated Intune tenant</h1><ul class="facts">${facts.map((fact) => `<li>${escape(fact)}</li>`).join("")}</ul>
${(Object.keys(families) as FamilyName[]).map((name) => family(name, tenant)).join("\n")}
${recent(simulator)}</body></html>`;
}
