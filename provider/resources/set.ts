import type { Target } from "../assignment/arguments";
import { identityOf, isEqualTarget } from "../assignment/identity";
import { kinds, type Kind, type KindName } from "../assignment/kinds";
import { findRow, isSatisfied } from "../assignment/merge";
import { assignmentsPath, describePolicy, policyKey, type Policy } from "../assignment/policy";
import { parseSetId } from "../assignment/resourceId";
import { isDirect, type Row } from "../assignment/row";
import { describeFilter, describeTarget } from "../assignment/target";
import { containsUnknown } from "../assignment/unknown";
import { validate } from "../assignment/validate";
import type { PolicyRows } from "../operations/policyRows";
import type { Session } from "../operations/session";
import { importRefused, isImport, noSuchPolicy } from "./importing";
import { partial, unwrapped } from "./partial";
import { withProgress } from "./progress";
import { gone, noChange, type DiffResult, type Properties, type PropertyChange, type ResourceHandler } from "./handler";

interface SetInputs {
    readonly policy: Policy;
    readonly targets: readonly Target[];
}

export const setResourceOf = {
    deviceConfiguration: "DeviceConfigurationAssignmentSet",
    deviceCompliancePolicy: "DeviceCompliancePolicyAssignmentSet",
    enrollmentConfiguration: "EnrollmentConfigurationAssignmentSet",
} as const satisfies Record<KindName, string>;

function setInputs(kind: Kind, props: Properties): SetInputs {
    const targets = props["targets"];
    return {
        policy: { kind, policyId: String(props[kind.policyArgument]) },
        targets: Array.isArray(targets) ? (targets as Target[]) : [],
    };
}

function argumentsOf({ policy }: SetInputs, targets: readonly Target[]): Record<string, unknown> {
    return { [policy.kind.policyArgument]: policy.policyId, targets };
}

function knownRows(rows: readonly Row[]): (Row & { readonly target: Target })[] {
    return rows.filter((row): row is Row & { readonly target: Target } => isDirect(row) && row.target !== undefined);
}

/** Outputs list the assignments by identity, so that the order Graph answers in never shows as a change. */
function outputs(inputs: SetInputs, targets: readonly Target[], rows: readonly Row[]): Record<string, unknown> {
    const assignments = knownRows(rows)
        .filter((row) => targets.some((target) => identityOf(target) === identityOf(row.target)))
        .sort((a, b) => (identityOf(a.target) < identityOf(b.target) ? -1 : 1))
        .map(({ id, target, source, sourceId }) => ({
            id,
            target,
            ...(source === undefined ? {} : { source }),
            ...(sourceId === undefined ? {} : { sourceId }),
        }));
    return { ...argumentsOf(inputs, targets), assignments };
}

function isSameSet(left: readonly Target[], right: readonly Target[]): boolean {
    return left.length === right.length && left.every((target) => right.some((other) => isEqualTarget(target, other)));
}

function argumentChanges(kind: Kind, olds: Properties, news: Properties): Record<string, PropertyChange> {
    const changes: Record<string, PropertyChange> = {};
    const policyArgument = kind.policyArgument;
    if (String(olds[policyArgument]).toLowerCase() !== String(news[policyArgument]).toLowerCase()) {
        changes[policyArgument] = "update-replace";
    }
    if (containsUnknown(news["targets"])) {
        changes["targets"] = "update";
    } else if (!isSameSet(setInputs(kind, olds).targets, setInputs(kind, news).targets)) {
        changes["targets"] = "update";
    }
    return changes;
}

function structuralDiff(kind: Kind, olds: Properties, news: Properties): DiffResult {
    const detailed = argumentChanges(kind, olds, news);
    return {
        ...noChange,
        changes: Object.keys(detailed).length > 0,
        replaces: Object.keys(detailed).filter((key) => detailed[key]?.endsWith("-replace")),
        detailed,
    };
}

function driftLines(rows: PolicyRows, { targets }: SetInputs, name: string): string[] {
    if (rows === undefined) {
        return [`drift: ${name}: the policy does not exist any more`];
    }
    const strays = knownRows(rows).filter(
        (row) => !targets.some((target) => identityOf(target) === identityOf(row.target)),
    );
    const missing = targets.filter((target) => findRow(rows, target) === undefined);
    const altered = targets.flatMap((target) => {
        const live = findRow(rows, target)?.target;
        return live && !isEqualTarget(live, target) ? [{ target, live }] : [];
    });
    return [
        ...missing.map((target) => `drift: ${name}: ${describeTarget(target)}: the assignment is gone from Graph`),
        ...altered.map(
            ({ target, live }) =>
                `drift: ${name}: ${describeTarget(target)}: Graph has ${describeFilter(live)}, the program wants ${describeFilter(target)}`,
        ),
        ...strays.map(
            ({ target }) =>
                `drift: ${name}: ${describeTarget(target)}: assigned in Graph with ${describeFilter(target)}, the program does not want it`,
        ),
    ];
}

/** Handlers of one set resource: it owns all direct assignments of one policy. */
export function createSetHandler(kindName: KindName): ResourceHandler {
    const kind: Kind = kinds[kindName];

    async function own(session: Session, inputs: SetInputs, isOwn: boolean): Promise<readonly Row[]> {
        const { rows, before } = await session
            .writer(inputs.policy)
            .submit({ type: "own", targets: inputs.targets, isOwn }, isOwn ? "Update" : "Assign", session.operation());
        const there = isOwn ? [] : inputs.targets.filter((target) => findRow(before, target));
        there.forEach((target) => {
            session.declarations.adopt(inputs.policy, target);
        });
        return rows ?? [];
    }

    /** The arguments of a set that the state does not know yet: the whole list as it is. */
    async function imported(session: Session, id: string): Promise<SetInputs> {
        const policy = parseSetId(kindName, id);
        const rows = await session.view.confirmed(policy, session.operation());
        if (rows === undefined) {
            throw importRefused(policy, noSuchPolicy);
        }
        return { policy, targets: knownRows(rows).map(({ target }) => target) };
    }

    const handler: ResourceHandler = {
        shape: { required: [kind.policyArgument, "targets"], computed: ["assignments"] },

        check(session, news) {
            return validate(setResourceOf[kindName], news, session.settings);
        },

        async diff(session, olds, news) {
            const structural = structuralDiff(kind, olds, news);
            if (structural.changes || containsUnknown(news) || !session.settings.liveDiff) {
                return structural;
            }
            const wanted = setInputs(kind, news);
            const change = { type: "own", targets: wanted.targets, isOwn: true } as const;
            const signal = session.operation();
            const seen = await session.view.rows(wanted.policy, signal);
            if (seen && isSatisfied(seen, change)) {
                return noChange;
            }
            const rows = await session.view.confirmed(wanted.policy, signal);
            if (rows && isSatisfied(rows, change)) {
                return noChange;
            }
            const name = describePolicy(wanted.policy, session.view.displayName(wanted.policy));
            return {
                ...noChange,
                changes: true,
                detailed: { targets: "update" },
                drift: driftLines(rows, wanted, name),
            };
        },

        async create(session, props) {
            const inputs = setInputs(kind, props);
            const id = assignmentsPath(inputs.policy);
            const rows = await own(session, inputs, false).catch(partial(id, outputs(inputs, inputs.targets, [])));
            return { id, outs: outputs(inputs, inputs.targets, rows) };
        },

        async read(session, givenId, props) {
            const isNew = isImport(kind, props);
            const inputs = isNew ? await imported(session, givenId) : setInputs(kind, props);
            const id = isNew ? assignmentsPath(inputs.policy) : givenId;
            const signal = session.operation();
            const change = { type: "own", targets: inputs.targets, isOwn: true } as const;
            const seen = await session.view.rows(inputs.policy, signal);
            if (seen && isSatisfied(seen, change)) {
                return {
                    id,
                    props: outputs(inputs, inputs.targets, seen),
                    inputs: argumentsOf(inputs, inputs.targets),
                };
            }
            const rows = await session.view.confirmed(inputs.policy, signal);
            if (rows === undefined) {
                return gone;
            }
            const live = knownRows(rows).map(({ target }) => target);
            // The program's order and spelling stay for what did not change.
            const kept = inputs.targets.filter((target) => live.some((other) => isEqualTarget(other, target)));
            const targets = [...kept, ...live.filter((other) => !kept.some((target) => isEqualTarget(other, target)))];
            return { id, props: outputs(inputs, targets, rows), inputs: argumentsOf(inputs, targets) };
        },

        async update(session, id, olds, news) {
            const inputs = setInputs(kind, news);
            // Both lists, so that a delete that comes next leaves nothing of the new one behind.
            const both = [...inputs.targets, ...setInputs(kind, olds).targets];
            const rows = await own(session, inputs, true).catch(partial(id, outputs(inputs, both, [])));
            return outputs(inputs, inputs.targets, rows);
        },

        async delete(session, props) {
            const { policy, targets: owned } = setInputs(kind, props);
            const targets = owned.filter((target) => !session.declarations.release(policy, target));
            await session
                .writer(policy)
                .submit({ type: "removeAll", targets }, "Unassign", session.operation())
                .catch(unwrapped);
        },
    };
    return withProgress(handler, (props) => ({ policy: policyKey(setInputs(kind, props).policy), resource: "set" }));
}
