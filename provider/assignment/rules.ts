import type { Settings } from "../settings";
import { targets as schema } from "./annotation";
import type { Target } from "./arguments";
import type { Failure } from "./failure";
import { slotOf } from "./identity";
import { kinds } from "./kinds";
import { propertyPath } from "./propertyPath";
import { resources, type ResourceName } from "./resourceName";
import { isUnknown } from "./unknown";

/** The settings that decide which arguments are right. */
export type CheckContext = Pick<Settings, "apiVersion" | "writeMode">;

/** Arguments under judgement, after the schemas have had their say. */
interface Subject {
    readonly resource: ResourceName;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly context: CheckContext;
    /** The targets whose type is known and right. */
    readonly targets: readonly { readonly path: string; readonly target: Readonly<Record<string, unknown>> }[];
    /** Paths that are at fault already. */
    readonly failed: ReadonlySet<string>;
    /** True where a value is given and known, and no failure stands. */
    readonly isSound: (path: string, value: unknown) => boolean;
}

type Rule = (subject: Subject) => readonly Failure[];

function kindOf({ resource }: Subject) {
    return kinds[resources[resource].kind];
}

const referenceIsForConfigurations: Rule = (subject) =>
    subject.context.writeMode === "reference" && !kindOf(subject).hasReference
        ? [
              {
                  property: "",
                  reason: `intune:writeMode "reference" works for device configurations only. Set intune:writeMode to "auto".`,
              },
          ]
        : [];

const setNeedsBeta: Rule = ({ resource, context }) =>
    resources[resource].isSet && context.apiVersion === "v1.0"
        ? [
              {
                  property: "",
                  reason: `a set writes a policy's whole list, and v1.0 shows neither the filters nor the policy sets in it. Set intune:apiVersion to "beta", or use ${resource.replace(/Set$/, "")}.`,
              },
          ]
        : [];

const userNeedsBeta: Rule = ({ inputs, context, isSound }) =>
    context.apiVersion === "v1.0" && isSound("userId", inputs["userId"])
        ? [
              {
                  property: "userId",
                  reason: `v1.0 has no enrollment configurations below a user. Set intune:apiVersion to "beta", or leave userId out to assign the configuration itself.`,
              },
          ]
        : [];

const filterNeedsBeta: Rule = ({ targets, context, isSound }) => {
    if (context.apiVersion === "beta") {
        return [];
    }
    return targets.flatMap(({ path, target }) => {
        const key = Object.hasOwn(target, "filterId") ? "filterId" : "filterType";
        const property = propertyPath(path, key);
        const reason = `v1.0 knows no assignment filters. Set intune:apiVersion to "beta", or leave out filterId and filterType.`;
        return isSound(property, target[key]) ? [{ property, reason }] : [];
    });
};

const filterHalves = [
    { given: "filterId", missing: "filterType", remedy: 'Add filterType "include" or "exclude"' },
    { given: "filterType", missing: "filterId", remedy: "Add the filterId" },
] as const;

const filterIsWhole: Rule = ({ targets, context, failed, isSound }) => {
    if (context.apiVersion === "v1.0") {
        return [];
    }
    return targets.flatMap(({ path, target }) =>
        filterHalves.flatMap(({ given, missing, remedy }) => {
            const property = propertyPath(path, missing);
            const isHalf =
                !Object.hasOwn(target, missing) &&
                isSound(propertyPath(path, given), target[given]) &&
                !failed.has(property);
            return isHalf
                ? [{ property, reason: `${given} is given without ${missing}. ${remedy}, or remove ${given}.` }]
                : [];
        }),
    );
};

const enrollmentHasNoExclusion: Rule = (subject) =>
    kindOf(subject) === kinds.enrollmentConfiguration
        ? subject.targets
              .filter(({ target }) => target["type"] === "exclusionGroup")
              .map(({ path }) => ({
                  property: propertyPath(path, "type"),
                  reason: `Intune stores an exclusion on an enrollment configuration as an include, without an error. Remove it, and assign the configuration to a group that leaves these members out.`,
              }))
        : [];

/** The argument that tells targets of one type apart. */
function keyOf({ type }: Readonly<Record<string, unknown>>): "groupId" | "collectionId" | undefined {
    const variant = schema.variants.find((candidate) => candidate.type === type);
    return (["groupId", "collectionId"] as const).find((key) => variant?.names.includes(key));
}

const targetsDiffer: Rule = ({ targets, isSound }) => {
    const first = new Map<string, { path: string; type: unknown }>();
    return targets.flatMap(({ path, target }) => {
        const key = keyOf(target);
        if (key !== undefined && !isSound(propertyPath(path, key), target[key])) {
            return [];
        }
        const slot = slotOf(target as unknown as Target);
        const twin = first.get(slot);
        if (!twin) {
            first.set(slot, { path, type: target["type"] });
            return [];
        }
        const why =
            twin.type === target["type"]
                ? `${twin.path} is the same target`
                : `${twin.path} has the same group, and Intune keeps one of include and exclude for a group`;
        return [{ property: path, reason: `${why}. Remove one of the two.` }];
    });
};

const rules: readonly Rule[] = [
    referenceIsForConfigurations,
    setNeedsBeta,
    userNeedsBeta,
    filterNeedsBeta,
    filterIsWhole,
    enrollmentHasNoExclusion,
    targetsDiffer,
];

function isTarget(value: unknown): value is Record<string, unknown> {
    return (
        typeof value === "object" &&
        value !== null &&
        Object.hasOwn(value, "type") &&
        schema.types.includes((value as Record<string, unknown>)["type"] as string)
    );
}

function targetsOf({ target, targets }: Readonly<Record<string, unknown>>): Subject["targets"] {
    const all: unknown[] = Array.isArray(targets) ? targets : [];
    return [
        { path: "target", target },
        ...all.map((item, index) => ({ path: propertyPath("targets", index), target: item })),
    ].filter((candidate): candidate is Subject["targets"][number] => isTarget(candidate.target));
}

/**
 * Judges what no schema can say: what depends on the settings, or on several arguments together. `failed` are the
 * paths that are at fault already.
 */
export function applyRules(
    resource: ResourceName,
    inputs: Readonly<Record<string, unknown>>,
    context: CheckContext,
    failed: ReadonlySet<string>,
): Failure[] {
    const subject: Subject = {
        resource,
        inputs,
        context,
        targets: targetsOf(inputs),
        failed,
        isSound: (path, value) => value !== undefined && !isUnknown(value) && !failed.has(path),
    };
    return rules.flatMap((rule) => rule(subject));
}
