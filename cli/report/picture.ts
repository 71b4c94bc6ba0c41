import { kinds } from "../../provider/assignment/kinds";
import { cut, escapeMarkup } from "./escape";
import type { Report, ReportAssignment, ReportPolicy } from "./report";

/** One box of the picture. */
interface Node {
    readonly key: string;
    readonly label: string;
    readonly weight: number;
}

/** How many assignments lead from a target to a policy or kind. */
interface Edge {
    readonly from: string;
    readonly to: string;
    readonly isExclude: boolean;
    readonly count: number;
}

const width = 960;
const boxWidth = 260;
const rowHeight = 34;
const boxHeight = 26;
const top = 44;
const mostTargets = 14;
/** Above this many policies their kinds stand for them. */
const mostPolicies = 14;
const labelLength = 34;
const excludeAside = 8;
const otherKey = "other";

/** Colours of both schemes; also part of the page's style. */
export const pictureStyle = `.picture{--pi:#1a5fb4;--px:#b3261e;--pb:#f0f4f9;--pt:#1b1f24;--pl:#8a94a3;font:13px system-ui,sans-serif}
.picture rect{fill:var(--pb);stroke:var(--pl)}.picture text{fill:var(--pt)}.picture .head{font-weight:600}
.picture path{fill:none;stroke:var(--pi);stroke-opacity:.55}.picture path.x{stroke:var(--px);stroke-dasharray:5 4;stroke-opacity:.9}
@media (prefers-color-scheme:dark){.picture{--pi:#78aeed;--px:#ff9d94;--pb:#262c36;--pt:#e6eaf0;--pl:#7d8899}}
@media print{.picture{--pi:#1a5fb4;--px:#b3261e;--pb:#f0f4f9;--pt:#1b1f24;--pl:#8a94a3}}`;

function title(kind: ReportPolicy["kind"]): string {
    return kinds[kind].noun.replace(/^./, (first) => first.toUpperCase());
}

function plural(noun: string): string {
    return noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

function rightSide(policies: readonly ReportPolicy[]): { nodes: Node[]; keyOf: (policy: ReportPolicy) => string } {
    if (policies.length <= mostPolicies) {
        return {
            nodes: policies.map(({ kind, id, name, assignments }) => ({
                key: `${kind} ${id}`,
                label: name,
                weight: assignments.length,
            })),
            keyOf: ({ kind, id }) => `${kind} ${id}`,
        };
    }
    const counts = new Map<ReportPolicy["kind"], number>();
    policies.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
    return {
        nodes: [...counts].map(([kind, count]) => ({
            key: kind,
            label: `${String(count)} ${plural(title(kind).toLowerCase())}`,
            weight: count,
        })),
        keyOf: ({ kind }) => kind,
    };
}

function leftSide({ targets }: Report): Node[] {
    const shown = targets.slice(0, targets.length > mostTargets ? mostTargets - 1 : mostTargets);
    const rest = targets.length - shown.length;
    const nodes = shown.map(({ key, name, policies }) => ({ key, label: name, weight: policies }));
    return rest === 0 ? nodes : [...nodes, { key: otherKey, label: `${String(rest)} more`, weight: 1 }];
}

function edgesOf(
    policies: readonly ReportPolicy[],
    left: ReadonlySet<string>,
    right: (policy: ReportPolicy) => string,
): Edge[] {
    const edges = new Map<string, Edge>();
    const add = (policy: ReportPolicy, { target, mode }: ReportAssignment): void => {
        const from = left.has(target) ? target : otherKey;
        const to = right(policy);
        const isExclude = mode === "exclude";
        const key = JSON.stringify([from, to, isExclude]);
        edges.set(key, { from, to, isExclude, count: (edges.get(key)?.count ?? 0) + 1 });
    };
    policies.forEach((policy) => {
        policy.assignments
            .filter(({ drift }) => drift !== "missing")
            .forEach((assignment) => {
                add(policy, assignment);
            });
    });
    return [...edges.values()];
}

/** Centre of each box of a column, by key: spread over the whole height. */
function places(nodes: readonly Node[], height: number): Map<string, number> {
    return new Map(nodes.map(({ key }, at) => [key, top + (height * (at + 0.5)) / nodes.length]));
}

function box({ key, label }: Node, x: number, at: ReadonlyMap<string, number>): string {
    const middle = at.get(key) ?? 0;
    const y = middle - boxHeight / 2;
    return `<g><title>${escapeMarkup(label)}</title><rect x="${x}" y="${y}" width="${boxWidth}" height="${boxHeight}" rx="5"/><text x="${x + 10}" y="${middle + 4.5}">${escapeMarkup(cut(label, labelLength))}</text></g>`;
}

function sentence({ numbers, targets }: Report): string {
    return `${String(numbers.assignments)} assignments lead from ${String(targets.length)} targets to ${String(numbers.policies)} policies; exclusions are dashed.`;
}

/** The tenant as a drawing: targets left, policies or their kinds right, a line for what is assigned. No scripts, no links. */
export function drawPicture(report: Report, options: { readonly isInline: boolean }): string {
    const left = leftSide(report);
    const { nodes: right, keyOf } = rightSide(report.policies);
    const height = Math.max(left.length, right.length, 1) * rowHeight;
    const leftAt = places(left, height);
    const rightAt = places(right, height);
    const from = boxWidth + 10;
    const to = width - boxWidth - 10;
    const lines = edgesOf(report.policies, new Set(leftAt.keys()), keyOf).map(({ isExclude, count, ...edge }) => {
        // Beside the inclusions of the same two boxes, not on them.
        const aside = isExclude ? excludeAside : 0;
        const [y1, y2] = [(leftAt.get(edge.from) ?? 0) + aside, (rightAt.get(edge.to) ?? 0) + aside];
        const middle = (from + to) / 2;
        const thick = Math.min(isExclude ? 3 : 10, 1.2 * Math.sqrt(count)).toFixed(1);
        return `<path${isExclude ? ' class="x"' : ""} stroke-width="${thick}" d="M${from} ${y1}C${middle} ${y1} ${middle} ${y2} ${to} ${y2}"/>`;
    });
    const style = options.isInline ? "" : `<style>${pictureStyle}</style>`;
    return [
        `<svg class="picture" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top + height + 10}" role="img" aria-label="${escapeMarkup(sentence(report))}">`,
        style,
        `<text class="head" x="10" y="26">Assigned to</text><text class="head" x="${to}" y="26">Policies</text>`,
        ...lines,
        ...left.map((node) => box(node, 10, leftAt)),
        ...right.map((node) => box(node, to, rightAt)),
        "</svg>",
    ].join("");
}
