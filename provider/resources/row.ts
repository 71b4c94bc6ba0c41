import type { Target } from "../assignment/arguments";
import { identityOf, isEqualTarget, likelyRowId, slotOf } from "../assignment/identity";
import { kinds, type Kind, type KindName } from "../assignment/kinds";
import { findRow } from "../assignment/merge";
import { assignmentPath, describePolicy, policyKey, type Policy } from "../assignment/policy";
import { quote } from "../assignment/quote";
import { isDirect, rowSlot, type Row } from "../assignment/row";
import { describeFilter, describeTarget, filterOf } from "../assignment/target";
import { parseRowId } from "../assignment/resourceId";
import { containsUnknown, isUnknown } from "../assignment/unknown";
import { validate } from "../assignment/validate";
import { NotConfirmedError } from "../errors";
import type { PolicyRows } from "../operations/policyRows";
import type { Session } from "../operations/session";
import { importRefused, isImport, noSuchPolicy } from "./importing";
import { partial, unwrapped } from "./partial";
import { withProgress } from "./progress";
import { gone, noChange, type DiffResult, type Properties, type PropertyChange, type ResourceHandler } from "./handler";

/** The resolved arguments of a row resource. */
interface RowInputs {
    readonly policy: Policy;
    readonly target: Target;
}

export const rowResourceOf = {
    deviceConfiguration: "DeviceConfigurationAssignment",
    deviceCompliancePolicy: "DeviceCompliancePolicyAssignment",
    enrollmentConfiguration: "EnrollmentConfigurationAssignment",
} as const satisfies Record<KindName, string>;

function policyOf(kind: Kind, props: Properties): Policy {
    const userId = props["userId"];
    return {
        kind,
        policyId: String(props[kind.policyArgument]),
        ...(typeof userId === "string" ? { userId } : {}),
    };
}

function rowInputs(kind: Kind, props: Properties): RowInputs {
    return { policy: policyOf(kind, props), target: props["target"] as Target };
}

function argumentsOf({ policy }: RowInputs, target: Target): Record<string, unknown> {
    return {
        [policy.kind.policyArgument]: policy.policyId,
        ...(policy.userId === undefined ? {} : { userId: policy.userId }),
        target,
    };
}

function outputs(inputs: RowInputs, target: Target, row: Row): Record<string, unknown> {
    return {
        ...argumentsOf(inputs, target),
        assignmentId: row.id,
        ...(row.source === undefined ? {} : { source: row.source }),
        ...(row.sourceId === undefined ? {} : { sourceId: row.sourceId }),
    };
}

/** Ids of assignments that a message lists. */
const mostIds = 10;

const targetKeys = ["type", "groupId", "collectionId", "filterId", "filterType"] as const;
const filterKeys: ReadonlySet<string> = new Set(["filterId", "filterType"]);

function isSame(left: unknown, right: unknown): boolean {
    return typeof left === "string" && typeof right === "string"
        ? left.toLowerCase() === right.toLowerCase()
        : left === right;
}

function changeOf(left: unknown, right: unknown): "add" | "delete" | "update" {
    return left === undefined ? "add" : right === undefined ? "delete" : "update";
}

/** Differences between two sets of arguments; values unknown in a preview count as changed. */
function argumentChanges(kind: Kind, olds: Properties, news: Properties): Record<string, PropertyChange> {
    const changes: Record<string, PropertyChange> = {};
    for (const key of [kind.policyArgument, "userId"]) {
        if (!isSame(olds[key], news[key])) {
            changes[key] = `${changeOf(olds[key], news[key])}-replace`;
        }
    }
    if (isUnknown(news["target"])) {
        return { ...changes, target: "update-replace" };
    }
    const before = (olds["target"] ?? {}) as Properties;
    const after = (news["target"] ?? {}) as Properties;
    for (const key of targetKeys) {
        if (!isSame(before[key], after[key])) {
            const change = changeOf(before[key], after[key]);
            changes[`target.${key}`] = filterKeys.has(key) ? change : `${change}-replace`;
        }
    }
    return changes;
}

/** Include and exclude of one group share an id on Graph: there the old one has to go first. */
function swapsSides(olds: RowInputs, news: RowInputs): boolean {
    return (
        policyKey(olds.policy) === policyKey(news.policy) &&
        slotOf(olds.target) === slotOf(news.target) &&
        identityOf(olds.target) !== identityOf(news.target)
    );
}

function structuralDiff(kind: Kind, olds: Properties, news: Properties): DiffResult {
    const detailed = argumentChanges(kind, olds, news);
    const replaces = [
        ...new Set(
            Object.entries(detailed)
                .filter(([, change]) => change.endsWith("-replace"))
                .map(([path]) => path.split(".")[0] ?? path),
        ),
    ];
    return {
        changes: Object.keys(detailed).length > 0,
        replaces,
        deleteBeforeReplace:
            replaces.length > 0 && !containsUnknown(news) && swapsSides(rowInputs(kind, olds), rowInputs(kind, news)),
        detailed,
        drift: [],
    };
}

function liveDrift(rows: PolicyRows, wanted: RowInputs, name: string): DiffResult {
    const prefix = `drift: ${name}: ${describeTarget(wanted.target)}`;
    const row = rows && findRow(rows, wanted.target);
    if (row?.target) {
        const detailed = argumentChanges(wanted.policy.kind, { target: row.target }, { target: wanted.target });
        const only = Object.fromEntries(Object.entries(detailed).filter(([path]) => path.startsWith("target.filter")));
        return {
            ...noChange,
            changes: true,
            detailed: only,
            drift: [
                `${prefix}: Graph has ${describeFilter(row.target)}, the program wants ${describeFilter(wanted.target)}`,
            ],
        };
    }
    const twin = rows?.find((other) => isDirect(other) && rowSlot(other) === slotOf(wanted.target));
    const found =
        rows === undefined
            ? "the policy does not exist any more"
            : twin?.target
              ? `Graph has ${describeTarget(twin.target)} in its place`
              : "the assignment is gone from Graph: removed by hand, or by a stack that owns all of the policy";
    return { ...noChange, changes: true, detailed: { target: "update" }, drift: [`${prefix}: ${found}`] };
}

function shows(rows: PolicyRows, target: Target): boolean {
    const row = rows && findRow(rows, target);
    return row?.target !== undefined && isEqualTarget(row.target, target);
}

/** Why an assignment can't be imported, and what to do. */
function whyNot(rows: PolicyRows, row: Row | undefined, assignmentId: string): string {
    if (rows === undefined) {
        return noSuchPolicy;
    }
    if (row === undefined) {
        const ids = rows.filter(isDirect).map(({ id }) => id);
        return `it has no assignment ${quote(assignmentId)}. ${ids.length === 0 ? "It is assigned to nobody." : `It has: ${ids.slice(0, mostIds).join(", ")}${ids.length > mostIds ? ", ..." : ""}.`}`;
    }
    return isDirect(row)
        ? `assignment ${row.id} has a target of a type that this provider does not know. Leave it to Intune's own pages.`
        : `assignment ${row.id} comes from a policy set. Change the policy set instead.`;
}

/** Handlers of one row resource: it owns one assignment and leaves all others of the policy alone. */
export function createRowHandler(kindName: KindName): ResourceHandler {
    const kind: Kind = kinds[kindName];

    async function put(session: Session, inputs: RowInputs, isOwn: boolean): Promise<Row> {
        session.declarations.add(inputs.policy, inputs.target);
        const { rows, before } = await session
            .writer(inputs.policy)
            .submit({ type: "put", target: inputs.target, isOwn }, isOwn ? "Update" : "Assign", session.operation());
        const row = rows && findRow(rows, inputs.target);
        if (row === undefined) {
            throw new NotConfirmedError(
                `Assign failed: ${describePolicy(inputs.policy)}: ${describeTarget(inputs.target)} is not among the policy's assignments. Run \`pulumi up\` again.`,
            );
        }
        if (!isOwn && findRow(before, inputs.target)) {
            session.declarations.adopt(inputs.policy, inputs.target);
        }
        return row;
    }

    /** The arguments of a row that the state does not know yet. Errors: an InvalidInputError where it can't be owned. */
    async function imported(session: Session, id: string): Promise<RowInputs> {
        const { policy, assignmentId } = parseRowId(kindName, id);
        const rows = await session.view.confirmed(policy, session.operation());
        const row = rows?.find((other) => other.id.toLowerCase() === assignmentId.toLowerCase());
        if (row?.target === undefined || !isDirect(row)) {
            throw importRefused(policy, whyNot(rows, row, assignmentId));
        }
        return { policy, target: row.target };
    }

    const handler: ResourceHandler = {
        shape: { required: [kind.policyArgument, "target"], computed: ["assignmentId", "source", "sourceId"] },

        check(session, news) {
            return validate(rowResourceOf[kindName], news, session.settings);
        },

        async diff(session, olds, news) {
            const structural = structuralDiff(kind, olds, news);
            if (containsUnknown(news)) {
                return structural;
            }
            const wanted = rowInputs(kind, news);
            session.declarations.add(wanted.policy, wanted.target);
            if (structural.changes || !session.settings.liveDiff) {
                return structural;
            }
            const signal = session.operation();
            if (shows(await session.view.rows(wanted.policy, signal), wanted.target)) {
                return noChange;
            }
            const rows = await session.view.confirmed(wanted.policy, signal);
            return shows(rows, wanted.target)
                ? noChange
                : liveDrift(rows, wanted, describePolicy(wanted.policy, session.view.displayName(wanted.policy)));
        },

        async create(session, props) {
            const inputs = rowInputs(kind, props);
            const likelyId = likelyRowId(inputs.policy.policyId, inputs.target);
            const row = await put(session, inputs, false).catch(
                partial(assignmentPath(inputs.policy, likelyId), {
                    ...argumentsOf(inputs, inputs.target),
                    assignmentId: likelyId,
                }),
            );
            return { id: assignmentPath(inputs.policy, row.id), outs: outputs(inputs, inputs.target, row) };
        },

        async read(session, id, props) {
            const isNew = isImport(kind, props);
            const inputs = isNew ? await imported(session, id) : rowInputs(kind, props);
            const signal = session.operation();
            const seen = await session.view.rows(inputs.policy, signal);
            const rows = shows(seen, inputs.target) ? seen : await session.view.confirmed(inputs.policy, signal);
            const row = rows && findRow(rows, inputs.target);
            if (row?.target === undefined) {
                return gone;
            }
            // Graph's spelling only where it means something else: state keeps the program's own.
            const target = isEqualTarget(row.target, inputs.target)
                ? inputs.target
                : withFilterOf(inputs.target, row.target);
            return {
                id: isNew ? assignmentPath(inputs.policy, row.id) : id,
                props: outputs(inputs, target, row),
                inputs: argumentsOf(inputs, target),
            };
        },

        async update(session, _id, _olds, news) {
            const inputs = rowInputs(kind, news);
            // The state keeps the old filter: the next diff asks Graph anyway.
            const row = await put(session, inputs, true).catch(unwrapped);
            return outputs(inputs, inputs.target, row);
        },

        async delete(session, props) {
            const { policy, target } = rowInputs(kind, props);
            session.declarations.add(policy, target);
            if (session.declarations.release(policy, target)) {
                return;
            }
            await session
                .writer(policy)
                .submit({ type: "remove", target }, "Unassign", session.operation())
                .catch(unwrapped);
        },
    };
    return withProgress(handler, (props) => {
        const { policy, target } = rowInputs(kind, props);
        return { policy: policyKey(policy), resource: identityOf(target) };
    });
}

function withFilterOf(target: Target, live: Target): Target {
    const { filterId, filterType, ...rest } = target as Target & { filterId?: string; filterType?: string };
    return { ...rest, ...filterOf(live) };
}
