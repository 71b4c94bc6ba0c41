import { kinds, type Kind, type KindName } from "../../provider/assignment/kinds";
import { isObject } from "../../provider/assignment/isObject";
import { isDirect, type Row } from "../../provider/assignment/row";
import { identityOf } from "../../provider/assignment/identity";
import { filterOf } from "../../provider/assignment/target";
import { ConfigurationError, GraphRequestError } from "../../provider/errors";
import { createPageGuard } from "../../provider/graph/paging";
import { fetchRows, readRows } from "../../provider/operations/policyRows";
import type { Session } from "../../provider/operations/session";
import type { Snapshot, SnapshotFilter, SnapshotPolicy, SnapshotRow } from "./snapshot";

export const kindNames = Object.keys(kinds) as KindName[];

export interface ReadOptions {
    /** Which kinds; all when left out. */
    readonly kinds?: readonly KindName[];
    /** Told after each page, with the policies read so far. */
    readonly onProgress?: (policies: number) => void;
}

/** Policies of one page; Graph gives fewer where it can't give so many. */
const pageSize = 999;
/** Graph cuts expanded lists of some collections here, without a word. */
const expandedLimit = 20;
/** Statuses of a service that does not take a question put like this. */
const notUnderstood = new Set([400, 404, 405, 414, 501]);
const idsAtOnce = 1_000;

interface Listed {
    readonly policy: Omit<SnapshotPolicy, "assignments">;
    /** Undefined where the list that came with the policy can't be relied on. */
    readonly rows: readonly Row[] | undefined;
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

/** Order by code points: the same on every machine. */
export function compare(left: string, right: string): number {
    return left < right ? -1 : left > right ? 1 : 0;
}

function isWhole(raw: Readonly<Record<string, unknown>>): boolean {
    const rows = raw["assignments"];
    const isCut = raw["assignments@odata.nextLink"] !== undefined;
    return Array.isArray(rows) && rows.length > 0 && rows.length < expandedLimit && !isCut;
}

/** Every policy of a kind, page by page, with the assignments that came along. */
async function listPolicies(
    { graph }: Session,
    name: KindName,
    signal: AbortSignal,
    onPage: (policies: number) => void,
): Promise<Listed[]> {
    const kind: Kind = kinds[name];
    const purpose = { verb: "Read", object: `all ${kind.collection}`, permission: kind.permissions.read };
    const collection = `deviceManagement/${kind.collection}?$select=id,displayName`;
    try {
        return await listFrom(`${collection}&$expand=assignments&$top=${String(pageSize)}`);
    } catch (error: unknown) {
        if (!(error instanceof GraphRequestError) || !notUnderstood.has(error.failure.status)) {
            throw error;
        }
        return listFrom(collection);
    }

    async function listFrom(path: string): Promise<Listed[]> {
        const guard = createPageGuard(purpose);
        const listed = new Map<string, Listed>();
        for (let at: string | undefined = path; at !== undefined;) {
            guard(at);
            const page = await graph.page(at, purpose, signal);
            for (const raw of page.value) {
                if (isObject(raw) && typeof raw["id"] === "string") {
                    const { id } = raw;
                    const policy = {
                        kind: name,
                        id,
                        displayName: text(raw["displayName"]),
                        odataType: text(raw["@odata.type"]),
                    };
                    const rows = isWhole(raw) ? readRows(raw["assignments"] as unknown[], purpose) : undefined;
                    listed.set(id, { policy, rows });
                }
            }
            onPage(page.value.length);
            at = page.next;
        }
        return [...listed.values()];
    }
}

function toSnapshotRow({ id, target, source, sourceId, raw }: Row): SnapshotRow {
    const odataType = isObject(raw["target"]) ? text(raw["target"]["@odata.type"]) : "";
    return {
        id,
        target: target ?? { type: "unknown", odataType },
        source: isDirect({ id, target, source, sourceId, raw }) ? "direct" : "policySets",
        ...(sourceId === undefined ? {} : { sourceId }),
    };
}

function rowOrder({ target, source, id }: SnapshotRow): string {
    return `${source} ${target.type === "unknown" ? "~" : identityOf(target)} ${id}`;
}

/** A policy with all its rows; undefined when somebody deletes it meanwhile. */
async function complete(
    { graph }: Session,
    { policy, rows }: Listed,
    signal: AbortSignal,
): Promise<SnapshotPolicy | undefined> {
    const all = rows ?? (await fetchRows(graph, { kind: kinds[policy.kind], policyId: policy.id }, signal));
    return (
        all && {
            ...policy,
            assignments: all.map(toSnapshotRow).sort((a, b) => compare(rowOrder(a), rowOrder(b))),
        }
    );
}

/** What of a table could be read, and a sentence for what could not. */
interface Named<T> {
    readonly found: Readonly<Record<string, T>>;
    readonly gaps: readonly string[];
}

function sorted<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
    return Object.fromEntries([...entries].sort(([a], [b]) => compare(a, b)));
}

/** Names are a comfort: a tenant that does not tell them is read all the same. */
async function orGap<T>(what: string, read: () => Promise<readonly (readonly [string, T])[]>): Promise<Named<T>> {
    try {
        return { found: sorted(await read()), gaps: [] };
    } catch (error: unknown) {
        if (error instanceof GraphRequestError) {
            return { found: {}, gaps: [`The names of ${what} are missing: ${error.message}`] };
        }
        throw error;
    }
}

async function readGroups({ graph }: Session, ids: readonly string[], signal: AbortSignal): Promise<Named<string>> {
    const purpose = { verb: "Read", object: "names of groups", permission: "GroupMember.Read.All" };
    const chunks = Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, at) =>
        ids.slice(at * idsAtOnce, (at + 1) * idsAtOnce),
    );
    const named = await orGap("groups", async () => {
        const answers = await Promise.all(
            chunks.map((chunk) =>
                graph.ask(
                    "directoryObjects/getByIds?$select=id,displayName",
                    { ids: chunk, types: ["group"] },
                    purpose,
                    signal,
                ),
            ),
        );
        return answers.flatMap((answer) => {
            const values = isObject(answer) && Array.isArray(answer["value"]) ? (answer["value"] as unknown[]) : [];
            return values.flatMap((value) =>
                isObject(value) && typeof value["id"] === "string"
                    ? [[value["id"].toLowerCase(), text(value["displayName"])] as const]
                    : [],
            );
        });
    });
    const lost = named.gaps.length > 0 ? [] : ids.filter((id) => !(id in named.found));
    return lost.length === 0
        ? named
        : { ...named, gaps: [`These groups are assigned to and are not in Entra: ${lost.join(", ")}.`] };
}

async function readFilters(session: Session, signal: AbortSignal): Promise<Named<SnapshotFilter>> {
    const { read } = kinds.deviceConfiguration.permissions;
    const purpose = { verb: "Read", object: "assignment filters", permission: read };
    const path = "deviceManagement/assignmentFilters?$select=id,displayName,platform,rule";
    return orGap("assignment filters", async () =>
        (await session.graph.list(path, purpose, signal)).flatMap((value) =>
            isObject(value) && typeof value["id"] === "string"
                ? [
                      [
                          value["id"].toLowerCase(),
                          {
                              displayName: text(value["displayName"]),
                              platform: text(value["platform"]),
                              rule: text(value["rule"]),
                          },
                      ] as const,
                  ]
                : [],
        ),
    );
}

function policyOrder({ kind, displayName, id }: SnapshotPolicy): string {
    return `${String(kindNames.indexOf(kind))} ${displayName}\0${id}`;
}

/**
 * Reads who has what, in as few requests as paging allows: policies arrive with their assignments, and only lists that
 * can't be relied on (empty, or as long as Graph cuts them) are read one by one, in batches. Needs read permissions only.
 * Errors: those of Graph's reads; ConfigurationError on v1.0, which shows neither filters nor policy sets.
 */
export async function readTenant(session: Session, options: ReadOptions = {}): Promise<Snapshot> {
    if (session.settings.apiVersion === "v1.0") {
        throw new ConfigurationError(
            `Read failed: v1.0 shows neither the filters nor the policy sets of assignments. Set INTUNE_API_VERSION to "beta".`,
        );
    }
    const signal = session.operation();
    let count = 0;
    const onPage = (policies: number): void => {
        count += policies;
        options.onProgress?.(count);
    };
    const wanted = kindNames.filter((name) => options.kinds?.includes(name) ?? true);
    const listed = (await Promise.all(wanted.map((name) => listPolicies(session, name, signal, onPage)))).flat();
    const completed = await Promise.all(listed.map((item) => complete(session, item, signal)));
    const policies = completed
        .filter((policy) => policy !== undefined)
        .sort((a, b) => compare(policyOrder(a), policyOrder(b)));
    const targets = policies.flatMap(({ assignments }) => assignments.map(({ target }) => target));
    const groupIds = [...new Set(targets.flatMap((target) => ("groupId" in target ? [target.groupId] : [])))].sort(
        compare,
    );
    const hasFilters = targets.some((target) => target.type !== "unknown" && filterOf(target) !== undefined);
    const [groups, filters] = await Promise.all([
        groupIds.length > 0 ? readGroups(session, groupIds, signal) : { found: {}, gaps: [] },
        hasFilters ? readFilters(session, signal) : { found: {}, gaps: [] },
    ]);
    return {
        version: 1,
        takenAt: new Date(session.deps.now()).toISOString(),
        kinds: wanted,
        policies,
        groups: groups.found,
        filters: filters.found,
        gaps: [...groups.gaps, ...filters.gaps],
    };
}
