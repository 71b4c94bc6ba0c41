import { kinds, type KindName } from "../../provider/assignment/kinds";
import { assignmentPath, assignmentsPath } from "../../provider/assignment/policy";
import { shorten } from "../../provider/assignment/quote";
import { resources, type ResourceName } from "../../provider/assignment/resourceName";
import type { Target } from "../../provider/assignment/arguments";
import { filterOf } from "../../provider/assignment/target";
import { validate } from "../../provider/assignment/validate";
import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../tenant/snapshot";
import { slug, uniqueNames } from "./names";

export type Shape = "sets" | "rows";

/** A target as the program writes it, with the names of what it points to. */
export interface PlannedTarget {
    readonly target: Target;
    /** On one line, with nothing invisible in it. */
    readonly comment: string;
}

/** One resource of the exported program. */
export interface PlannedResource {
    readonly name: string;
    readonly class: ResourceName;
    readonly kind: KindName;
    readonly policyId: string;
    /** The policy's name, on one line. */
    readonly comment: string;
    /** One for a row. */
    readonly targets: readonly PlannedTarget[];
    /** What `pulumi import` takes. */
    readonly importId: string;
}

export interface Plan {
    readonly shape: Shape;
    readonly resources: readonly PlannedResource[];
    /** What is in the tenant and not in the program, a sentence each. */
    readonly leftOut: readonly string[];
}

/** No marks that turn the reading direction, which could make a comment look like code. */
function visible(text: string): string {
    return shorten(text).replace(/\p{Bidi_Control}/gu, "");
}

function commentOf(target: Target, { groups, filters }: Snapshot): string {
    const group = "groupId" in target ? (groups[target.groupId] ?? "a group without a name") : undefined;
    const filter = filterOf(target);
    const filterName = filter && (filters[filter.filterId]?.displayName ?? "a filter without a name");
    return [group, ...(filter ? [`${filter.filterType} ${String(filterName)}`] : [])]
        .filter((part) => part !== undefined)
        .map(visible)
        .join(", ");
}

function argumentsOf(kind: KindName, policyId: string, rest: object): Record<string, unknown> {
    return { [kinds[kind].policyArgument]: policyId, ...rest };
}

const context = { apiVersion: "beta", writeMode: "auto" } as const;

/** Why the provider would not take these arguments, in its own words. */
function refusal(resource: ResourceName, inputs: object): string | undefined {
    const { failures } = validate(resource, inputs, context);
    return failures.length === 0 ? undefined : failures.map(({ reason }) => reason).join(" ");
}

function classOf(kind: KindName, isSet: boolean): ResourceName {
    const names = Object.keys(resources) as ResourceName[];
    const found = names.find((name) => resources[name].kind === kind && resources[name].isSet === isSet);
    if (found === undefined) {
        throw new Error(`no class for ${kind}`);
    }
    return found;
}

interface Draft {
    readonly wish: string;
    readonly id: string;
    readonly resource: Omit<PlannedResource, "name">;
}

/** What can be declared of one policy, and why the rest can't. */
interface Declarable {
    readonly drafts: readonly Draft[];
    readonly leftOut: readonly string[];
}

function isKnown(row: SnapshotRow): row is SnapshotRow & { readonly target: Target } {
    return row.target.type !== "unknown";
}

function describe({ kind, displayName, id }: SnapshotPolicy): string {
    return `${kinds[kind].noun} "${visible(displayName)}" (${id})`;
}

function setOf(
    policy: SnapshotPolicy,
    rows: readonly (SnapshotRow & { target: Target })[],
    snapshot: Snapshot,
): Declarable {
    const { kind, id } = policy;
    const type = classOf(kind, true);
    const reason = refusal(type, argumentsOf(kind, id, { targets: rows.map(({ target }) => target) }));
    if (reason !== undefined) {
        return { drafts: [], leftOut: [`${describe(policy)}: ${reason}`] };
    }
    const resource = {
        class: type,
        kind,
        policyId: id,
        comment: visible(policy.displayName),
        targets: rows.map(({ target }) => ({ target, comment: commentOf(target, snapshot) })),
        importId: assignmentsPath({ kind: kinds[kind], policyId: id }),
    };
    return { drafts: [{ wish: slug(policy.displayName) || slug(kinds[kind].noun), id, resource }], leftOut: [] };
}

/** What a row is called after its policy: whom it is for. */
function forWhom(target: Target, { groups }: Snapshot): string {
    switch (target.type) {
        case "allDevices":
            return "all-devices";
        case "allLicensedUsers":
            return "all-users";
        case "configurationManagerCollection":
            return slug(target.collectionId);
        case "exclusionGroup":
            return `not-${slug(groups[target.groupId] ?? "") || target.groupId}`;
        case "group":
            return slug(groups[target.groupId] ?? "") || target.groupId;
    }
}

function rowsOf(
    policy: SnapshotPolicy,
    rows: readonly (SnapshotRow & { target: Target })[],
    snapshot: Snapshot,
): Declarable {
    const { kind, id } = policy;
    const type = classOf(kind, false);
    const each = rows.map((row): Declarable => {
        const { target } = row;
        const comment = commentOf(target, snapshot);
        const reason = refusal(type, argumentsOf(kind, id, { target }));
        if (reason !== undefined) {
            return { drafts: [], leftOut: [`${describe(policy)}, ${target.type} ${comment}: ${reason}`] };
        }
        const wish = `${slug(policy.displayName) || slug(kinds[kind].noun)}-${forWhom(target, snapshot)}`;
        const resource = {
            class: type,
            kind,
            policyId: id,
            comment: visible(policy.displayName),
            targets: [{ target, comment }],
            importId: assignmentPath({ kind: kinds[kind], policyId: id }, row.id),
        };
        return { drafts: [{ wish, id: row.id, resource }], leftOut: [] };
    });
    return { drafts: each.flatMap(({ drafts }) => drafts), leftOut: each.flatMap(({ leftOut }) => leftOut) };
}

function declarable(policy: SnapshotPolicy, shape: Shape, snapshot: Snapshot): Declarable {
    const direct = policy.assignments.filter(({ source }) => source === "direct");
    const ofSets = policy.assignments.length - direct.length;
    const strange = direct.filter((row) => !isKnown(row));
    const known = direct.filter(isKnown);
    const leftOut = [
        ...(ofSets > 0 ? [`${describe(policy)}: ${String(ofSets)} assigned by policy sets, which own them.`] : []),
        ...strange.map(
            ({ target }) =>
                `${describe(policy)}: a target of the type ${"odataType" in target ? visible(target.odataType) : ""}, which this version does not know.`,
        ),
    ];
    if (known.length === 0) {
        return { drafts: [], leftOut };
    }
    const declared = (shape === "sets" ? setOf : rowsOf)(policy, known, snapshot);
    return { drafts: declared.drafts, leftOut: [...leftOut, ...declared.leftOut] };
}

/** Plans the program for a tenant: the same plan for the same tenant. Policies that nobody has are left out silently. */
export function planExport(snapshot: Snapshot, shape: Shape): Plan {
    const all = snapshot.policies.map((policy) => declarable(policy, shape, snapshot));
    const drafts = all.flatMap(({ drafts: own }) => own);
    const names = uniqueNames(
        drafts.map((item) => ({ item, wish: item.wish, id: item.id, scope: item.resource.kind })),
    );
    return {
        shape,
        resources: drafts.map((draft) => ({ name: String(names.get(draft)), ...draft.resource })),
        leftOut: all.flatMap(({ leftOut }) => leftOut),
    };
}
