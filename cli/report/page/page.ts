import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../../../provider/assignment/kinds";
import { visible } from "../../visible";
import { escapeMarkup, scriptJson } from "../escape";
import { drawPicture, pictureStyle } from "../picture";
import type { Report } from "../report";
import { findings, numbers, policies, targeting } from "./parts";

function asset(name: string): string {
    return readFileSync(join(__dirname, name), "utf8");
}

function hash(text: string): string {
    return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

/** What the page's script needs, short: targets by number, properties only where they say something. */
function dataOf({ targets, policies, conflicts }: Report): unknown {
    const numberOf = new Map(targets.map(({ key }, at) => [key, at]));
    const conflictsOf = new Map<string, number>();
    conflicts.forEach(({ kind, policyId }) => {
        conflictsOf.set(`${kind} ${policyId}`, (conflictsOf.get(`${kind} ${policyId}`) ?? 0) + 1);
    });
    return {
        targets: targets.map(({ name, id }) => ({ name: visible(name), id })),
        policies: policies.map(({ kind, id, name, assignments }) => ({
            name: visible(name),
            id,
            kind: kinds[kind].noun,
            conflicts: conflictsOf.get(`${kind} ${id}`) ?? 0,
            cells: assignments.map(({ target, mode, filter, source, drift }) => ({
                t: numberOf.get(target),
                x: mode === "exclude" ? 1 : undefined,
                f: filter && `filter ${filter.type} ${visible(filter.name)}`,
                s: source === "policySets" ? 1 : undefined,
                d: drift,
            })),
        })),
    };
}

/**
 * A report as one HTML file: it loads nothing, and its policy forbids all but its own style and script, so that even a
 * name that slipped through could not act.
 */
export function toPage(report: Report): string {
    const style = `${asset("style.css")}${pictureStyle}`;
    const script = asset("script.js");
    const policy = `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`;
    const { gaps, takenAt } = report;
    return [
        '<!doctype html><html lang="en"><head><meta charset="utf-8">',
        `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
        '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">',
        `<title>Intune assignments</title><style>${style}</style></head><body>`,
        '<a class="skip" href="#policies">Skip to the policies</a>',
        `<header><h1>Intune assignments</h1><p>As of <time datetime="${escapeMarkup(takenAt)}">${escapeMarkup(takenAt.replace(/T(\d\d:\d\d).*/, " $1 UTC"))}</time></p></header><main>`,
        numbers(report),
        gaps.length === 0
            ? ""
            : `<ul class="gaps" aria-label="What could not be read or compared">${gaps.map((gap) => `<li>${escapeMarkup(gap)}</li>`).join("")}</ul>`,
        targeting(report),
        findings(report),
        policies(report),
        `<section><h2>Picture</h2><div class="scroll" tabindex="0" role="region" aria-label="Picture">${drawPicture(report, { isInline: true })}</div></section></main>`,
        `<script type="application/json" id="data">${scriptJson(dataOf(report))}</script>`,
        `<script>${script}</script></body></html>\n`,
    ].join("\n");
}
