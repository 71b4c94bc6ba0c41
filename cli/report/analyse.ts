import { kinds, type KindName } from "../../provider/assignment/kinds";
import { identityOf } from "../../provider/assignment/identity";
import { compare } from "../tenant/read";
import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../tenant/snapshot";
import { conflictsOf } from "./conflicts";
import { driftOf, type PolicyDrift } from "./drift";
import { describe, filterNamed, keyOf, nameOr } from "./names";
import type { Report, ReportAssignment, ReportPolicy, ReportTarget } from "./report";
import type { Declared, Stack } from "./stack";
import { targetingOf, type ExplainedGroup } from "./targeting";

export interface ReportOptions {
    /** Compared with the tenant where given. */
    readonly stack?: Stack;
    /** The group to explain. */
    readonly group?: ExplainedGroup;
}

interface Compared extends PolicyDrift {
    readonly policy: SnapshotPolicy;
    readonly isMissing: boolean;
}

function policyKey(kind: KindName, id: string): string {
    return `${kind} ${id.toLowerCase()}`;
}

function toAssignment(row: Pick<SnapshotRow, "target" | "source">, snapshot: Snapshot): ReportAssignment {
    const filter = filterNamed(row.target, snapshot);
    return {
        target: keyOf(row.target),
        mode: row.target.type === "exclusionGroup" ? "exclude" : "include",
        ...(filter === undefined ? {} : { filter }),
        source: row.source,
    };
}

function toPolicy({ policy, isMissing, rows, missing }: Compared, snapshot: Snapshot): ReportPolicy {
    return {
        kind: policy.kind,
        id: policy.id,
        name: nameOr(policy.displayName, policy.id),
        ...(isMissing ? { isMissing } : {}),
        assignments: [
            ...policy.assignments.map((row) => ({ ...toAssignment(row, snapshot), ...rows.get(row.id) })),
            ...missing.map(({ target, resource }): ReportAssignment => {
                const shown = toAssignment({ target, source: "direct" }, snapshot);
                return { ...shown, resource, drift: "missing" };
            }),
        ],
    };
}

/** Policies of the snapshot, then those that only the stack names. Kinds that were not read can't be compared. */
function compareAll(snapshot: Snapshot, { declared }: Stack): { compared: Compared[]; gaps: string[] } {
    const byPolicy = new Map<string, Declared[]>();
    declared.forEach((item) => {
        const key = policyKey(item.kind, item.policyId);
        byPolicy.set(key, [...(byPolicy.get(key) ?? []), item]);
    });
    const there = snapshot.policies.map((policy): Compared => {
        const key = policyKey(policy.kind, policy.id);
        const own = byPolicy.get(key) ?? [];
        byPolicy.delete(key);
        return { policy, isMissing: false, ...driftOf(policy, own, snapshot) };
    });
    const readKinds = new Set(snapshot.kinds);
    const rest = [...byPolicy.values()].flatMap((own) => (own[0] === undefined ? [] : [{ own, first: own[0] }]));
    const gone = rest
        .filter(({ first }) => readKinds.has(first.kind))
        .map(({ own, first: { kind, policyId } }): Compared => {
            const policy = { kind, id: policyId, displayName: "", odataType: "", assignments: [] };
            return { policy, isMissing: true, ...driftOf(policy, own, snapshot) };
        });
    const unread = new Set(rest.map(({ first }) => first.kind).filter((kind) => !readKinds.has(kind)));
    return {
        compared: [...there, ...gone],
        gaps: [...unread].map(
            (kind) => `The stack's ${kinds[kind].noun} assignments were not compared: no ${kinds[kind].noun} was read.`,
        ),
    };
}

function usedTargets(all: readonly Compared[], snapshot: Snapshot): ReportTarget[] {
    const used = new Map<string, { shown: Omit<ReportTarget, "policies">; policies: Set<string> }>();
    for (const { policy, missing } of all) {
        for (const { target } of [...policy.assignments, ...missing]) {
            const key = keyOf(target);
            const entry = used.get(key) ?? { shown: describe(target, snapshot), policies: new Set<string>() };
            entry.policies.add(policyKey(policy.kind, policy.id));
            used.set(key, entry);
        }
    }
    return [...used.values()]
        .map(({ shown, policies }) => ({ ...shown, policies: policies.size }))
        .sort((a, b) => b.policies - a.policies || compare(a.name, b.name) || compare(a.key, b.key));
}

/** Who gets what in a tenant, what of it contradicts itself, and what differs from a stack. */
export function analyse(snapshot: Snapshot, { stack, group }: ReportOptions = {}): Report {
    const { compared, gaps } = compareAll(snapshot, stack ?? { declared: [], gaps: [] });
    const targets = usedTargets(compared, snapshot);
    const conflicts = snapshot.policies.flatMap((policy) => conflictsOf(policy, snapshot));
    const drift = compared.flatMap((policy) => policy.drift);
    const rows = snapshot.policies.flatMap(({ assignments }) => assignments);
    const everyone = new Set(["allDevices", "allLicensedUsers"]);
    return {
        version: 1,
        takenAt: snapshot.takenAt,
        isCompared: stack !== undefined,
        numbers: {
            policies: snapshot.policies.length,
            assignments: rows.length,
            groups: targets.filter(({ type }) => type === "group").length,
            withFilter: rows.filter(({ target }) => filterNamed(target, snapshot) !== undefined).length,
            unassigned: snapshot.policies.filter(({ assignments }) => assignments.length === 0).length,
            toEveryone: snapshot.policies.filter(({ assignments }) =>
                assignments.some(({ target }) => target.type !== "unknown" && everyone.has(identityOf(target))),
            ).length,
            conflicts: conflicts.length,
            drift: drift.length,
        },
        targets,
        policies: compared.map((policy) => toPolicy(policy, snapshot)),
        conflicts,
        drift,
        ...(group === undefined ? {} : { targeting: targetingOf(group, snapshot) }),
        gaps: [...snapshot.gaps, ...(stack?.gaps ?? []), ...gaps],
    };
}
