import type { StoredRow } from "./assignmentRow";
import { families, familyNames, type FamilyName } from "./families";
import type { Simulator } from "./options";
import type { RecordedRequest } from "./requestLog";
import { statusStyle } from "./statusStyle";
import { filterIdKey, filterTypeKey, targetType } from "./target";
import type { Tenant } from "./tenant";
import type { PolicyState } from "./tenantState";

/** More would be a page that nobody reads and that takes seconds to draw. */
const maxPolicies = 200;
const maxRowsOfPolicy = 50;
const maxRequests = 20;

function escape(text: string): string {
    return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}

function many(count: number, one: string, more = `${one}s`): string {
    return `${String(count)} ${count === 1 ? one : more}`;
}

type Names = ReadonlyMap<string, string>;

function namesOf(items: readonly { readonly id: string; readonly displayName: string }[]): Names {
    return new Map(items.map(({ id, displayName }) => [id.toLowerCase(), displayName]));
}

function nameOf(names: Names, id: unknown): string {
    const text = typeof id === "string" ? id : "";
    const name = names.get(text.toLowerCase());
    return name === undefined ? `<span class="warn">gone</span> <code>${escape(text)}</code>` : escape(name);
}

interface Directory {
    readonly groups: Names;
    readonly filters: Names;
}

function who({ target }: StoredRow, { groups }: Directory): string {
    const type = targetType(target);
    switch (type) {
        case "allDevices":
            return "All devices";
        case "allLicensedUsers":
            return "All users";
        case "group":
        case "exclusionGroup":
            return nameOf(groups, target["groupId"]);
        case "configurationManagerCollection":
            return `Configuration Manager collection <code>${escape(String(target["collectionId"]))}</code>`;
        default:
            return `<span class="warn">unknown target</span> <code>${escape(String(target["@odata.type"]))}</code>`;
    }
}

function assignment(row: StoredRow, directory: Directory): string {
    const { [filterIdKey]: filterId, [filterTypeKey]: filterType } = row.target;
    const isExclusion = targetType(row.target) === "exclusionGroup";
    const tags = [
        ...(filterType === "include" || filterType === "exclude"
            ? [`filter ${filterType}: ${nameOf(directory.filters, filterId)}`]
            : []),
        ...(row.source === "policySets" ? [`<span title="${escape(row.sourceId)}">from a policy set</span>`] : []),
    ].map((tag) => `<span class="tag">${tag}</span>`);
    const mark = isExclusion ? '<span class="mark out">exclude</span>' : '<span class="mark in">include</span>';
    return `<li>${mark} ${who(row, directory)} ${tags.join(" ")}</li>`;
}

function targets({ assignments }: PolicyState, directory: Directory): string {
    if (assignments.length === 0) {
        return '<span class="quiet">nobody</span>';
    }
    const shown = assignments.slice(0, maxRowsOfPolicy).map((row) => assignment(row, directory));
    const rest = assignments.length - shown.length;
    const more = rest > 0 ? `<li class="quiet">and ${String(rest)} more</li>` : "";
    return `<ul class="who">${shown.join("")}${more}</ul>`;
}

function policyRow(policy: PolicyState, directory: Directory): string {
    const byDefault = policy.priority === 0 ? ' <span class="tag">tenant default</span>' : "";
    return `<tr><td class="policy">${escape(policy.displayName)}${byDefault}<span class="id">${escape(policy.id)}</span></td><td>${targets(policy, directory)}</td></tr>`;
}

function family(name: FamilyName, tenant: Tenant, directory: Directory): string {
    const policies = tenant.list(name);
    const rows = policies.reduce((sum, { assignments }) => sum + assignments.length, 0);
    const shown = policies.slice(0, maxPolicies).map((policy) => policyRow(policy, directory));
    const rest = policies.length - shown.length;
    const body = `${shown.join("")}${rest > 0 ? `<tr><td colspan="2" class="quiet">and ${many(rest, "more policy", "more policies")}</td></tr>` : ""}`;
    const table = `<div class="card"><table class="policies"><thead><tr><th scope="col">Policy</th><th scope="col">Who gets it</th></tr></thead><tbody>${body}</tbody></table></div>`;
    return `<section><h2 id="${name}">${families[name].noun} <small>${many(policies.length, "policy", "policies")}, ${many(rows, "assignment")}</small></h2>${policies.length === 0 ? '<p class="quiet">None.</p>' : table}</section>`;
}

function requestRow({ atMs, method, version, path, status, batch }: RecordedRequest): string {
    const colour = status === 0 || status >= 400 ? "out" : "in";
    const place = batch === undefined ? "" : ' <span class="tag">in a batch</span>';
    const text = status === 0 ? "lost" : String(status);
    return `<tr><td><code>${new Date(atMs).toISOString().slice(11, 23)}</code></td><td><code>${escape(method)} /${escape(version)}/${escape(path.slice(0, 500))}</code>${place}</td><td class="status ${colour}">${text}</td></tr>`;
}

function recent({ requests }: Simulator): string {
    const last = requests.slice(-maxRequests).reverse();
    const table = `<div class="card"><table class="requests"><thead><tr><th scope="col">Time (UTC)</th><th scope="col">Request</th><th scope="col">Status</th></tr></thead><tbody>${last.map(requestRow).join("")}</tbody></table></div>`;
    return `<section><h2 id="requests">Last requests</h2>${last.length === 0 ? '<p class="quiet">None yet.</p>' : table}</section>`;
}

function named(title: string, items: readonly { readonly id: string; readonly displayName: string }[]): string {
    const rows = items
        .slice(0, maxPolicies)
        .map(({ id, displayName }) => `<tr><td>${escape(displayName)}<span class="id">${escape(id)}</span></td></tr>`);
    const rest = items.length - rows.length;
    const more = rest > 0 ? `<tr><td class="quiet">and ${String(rest)} more</td></tr>` : "";
    return `<section><h2>${title} <small>${String(items.length)}</small></h2>${items.length === 0 ? '<p class="quiet">None.</p>' : `<div class="card"><table>${rows.join("")}${more}</table></div>`}</section>`;
}

function facts(simulator: Simulator): string {
    const { http, logical, writes, assigns } = simulator.counts();
    const pairs = Object.entries({
        "HTTP requests": http,
        "with those in batches": logical,
        writes,
        "of them assign": assigns,
    });
    return `<dl>${pairs.map(([name, count]) => `<div><dt>${name}</dt><dd>${String(count)}</dd></div>`).join("")}</dl>`;
}

/** Seconds of `?refresh=5`; 0 for a page that stays. */
function refreshSeconds(query: URLSearchParams): number {
    const text = query.get("refresh") ?? "";
    return /^\d{1,3}$/.test(text) ? Number(text) : 0;
}

/** The page at `/`: every policy with who gets it, and the last requests. One file, no script, no network. */
export function statusPage(simulator: Simulator, query: URLSearchParams): string {
    const { tenant, mode, url } = simulator;
    const directory = { groups: namesOf(tenant.groups()), filters: namesOf(tenant.filters()) };
    const seconds = refreshSeconds(query);
    const refresh = seconds > 0 ? `<meta http-equiv="refresh" content="${String(seconds)}">` : "";
    const follow = seconds > 0 ? '<a href="/">stop refreshing</a>' : '<a href="/?refresh=2">refresh every 2 s</a>';
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">${refresh}<title>Simulated Intune tenant</title><style>${statusStyle}</style></head><body>
<header><div><h1>Simulated Intune tenant <span class="tag">${mode} mode</span></h1>${facts(simulator)}</div></header>
<main>
${familyNames.map((name) => family(name, tenant, directory)).join("\n")}
${recent(simulator)}
<div class="side">${named("Groups", tenant.groups())}${named("Assignment filters", tenant.filters())}</div>
</main>
<footer>Point a stack at it: <code>pulumi config set intune:endpoint ${escape(url)}</code> and any text as <code>intune:accessToken</code>. ${follow}.</footer>
</body></html>`;
}
