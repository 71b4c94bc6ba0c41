import assert from "node:assert/strict";
import * as fc from "fast-check";
import { kinds } from "../../provider/assignment/kinds";
import { propertyPath } from "../../provider/assignment/propertyPath";
import { resources } from "../../provider/assignment/resourceName";
import { containsUnknown } from "../../provider/assignment/unknown";
import { validate, type CheckContext, type ResourceName } from "../../provider/assignment/validate";
import { count } from "../support/facts";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Json = Record<string, unknown>;
type Keys = readonly (string | number)[];

interface Case {
    readonly resource: ResourceName;
    readonly context: CheckContext;
    readonly inputs: Json;
}

const resourceNames = Object.keys(resources) as ResourceName[];

function mixedCase(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
    return fc.tuple(text, fc.boolean()).map(([value, isUpper]) => (isUpper ? value.toUpperCase() : value));
}

const guid = mixedCase(fc.uuid());
const collectionId = fc.stringMatching(/^[A-Z0-9]{3}[0-9A-F]{5}$/);
const userId = fc.oneof(guid, fc.stringMatching(/^[A-Za-z0-9'._#+-]{1,20}@[a-z0-9-]{1,20}\.com$/));
const enrollmentId = fc.oneof(
    guid,
    fc.tuple(guid, fc.constantFrom("SinglePlatformRestriction", "Limit")).map((parts) => parts.join("_")),
);

function targetOf(resource: ResourceName, context: CheckContext): fc.Arbitrary<Json> {
    const filter =
        context.apiVersion === "v1.0"
            ? fc.constant({})
            : fc.oneof(
                  fc.constantFrom({}, { filterId: null }, { filterType: undefined }),
                  fc.record({ filterId: guid, filterType: fc.constantFrom("include", "exclude") }),
              );
    const filtered = fc
        .tuple(
            fc.oneof(
                fc.record({ type: fc.constantFrom("allDevices", "allLicensedUsers") }),
                fc.record({ type: fc.constant("group"), groupId: guid }),
                fc.record({ type: fc.constant("configurationManagerCollection"), collectionId }),
            ),
            filter,
        )
        .map(([target, more]) => ({ ...target, ...more }));
    const excluded = fc.record({ type: fc.constant("exclusionGroup"), groupId: guid });
    return resources[resource].kind === "enrollmentConfiguration" ? filtered : fc.oneof(filtered, excluded);
}

function slot(target: Json): string {
    return String(target["groupId"] ?? target["collectionId"] ?? target["type"]).toLowerCase();
}

function inputsOf(resource: ResourceName, context: CheckContext): fc.Arbitrary<Json> {
    const { kind, isSet } = resources[resource];
    const target = targetOf(resource, context);
    const policyId = kind === "enrollmentConfiguration" ? enrollmentId : guid;
    const subject: fc.Arbitrary<Json> = isSet
        ? fc.record({ targets: fc.uniqueArray(target, { selector: slot, maxLength: 8 }) })
        : fc.record({ target });
    const hasUser = !isSet && kinds[kind].hasUserScope && context.apiVersion === "beta";
    const user: fc.Arbitrary<Json> = hasUser ? fc.oneof(fc.constant({}), fc.record({ userId })) : fc.constant({});
    return fc
        .tuple(policyId, subject, user)
        .map(([id, ...rest]) => Object.assign({ [kinds[kind].policyArgument]: id }, ...rest) as Json);
}

function contextOf(resource: ResourceName): fc.Arbitrary<CheckContext> {
    const { kind, isSet } = resources[resource];
    return fc.record({
        apiVersion: isSet ? fc.constant("beta" as const) : fc.constantFrom("beta" as const, "v1.0" as const),
        writeMode: kinds[kind].hasReference
            ? fc.constantFrom("auto" as const, "collection" as const, "assign" as const, "reference" as const)
            : fc.constantFrom("auto" as const, "collection" as const, "assign" as const),
    });
}

const right: fc.Arbitrary<Case> = fc
    .constantFrom(...resourceNames)
    .chain((resource) =>
        contextOf(resource).chain((context) =>
            inputsOf(resource, context).map((inputs) => ({ resource, context, inputs })),
        ),
    );

/** Paths of the object itself and everything in it. */
function pathsOf(value: unknown, at: Keys = []): Keys[] {
    if (typeof value !== "object" || value === null) {
        return [at];
    }
    const entries: (readonly [string | number, unknown])[] = Array.isArray(value)
        ? [...value.entries()]
        : Object.entries(value);
    return [at, ...entries.flatMap(([key, item]) => pathsOf(item, [...at, key]))];
}

function valueAt(value: unknown, keys: Keys): unknown {
    return keys.reduce<unknown>((found, key) => (found as Json)[key], value);
}

/** A copy with another value at the path; `undefined` removes the property. */
function withValue(value: unknown, keys: Keys, replacement: unknown): unknown {
    const [key, ...rest] = keys;
    if (key === undefined) {
        return replacement;
    }
    const copy: unknown = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as Json) };
    (copy as Json)[key] = withValue((value as Json)[key], rest, replacement);
    return copy;
}

function pathOf(keys: Keys): string {
    return keys.reduce<string>((path, key) => propertyPath(path, key), "");
}

/** A wrong value for what stands at a path. Each is wrong there, whatever the rest of the inputs. */
function wrongValues(value: unknown): readonly unknown[] {
    return typeof value === "string"
        ? [17, true, ["x"], {}, "{x}", "\u0000", `${value} /`]
        : [17, true, "text", typeof value];
}

interface Mutation {
    readonly title: string;
    readonly inputs: unknown;
    /** The property that has to be named. */
    readonly property: string;
}

function mutationsOf({ inputs, resource }: Case): Mutation[] {
    const paths = pathsOf(inputs).filter(
        (keys) => valueAt(inputs, keys) !== null && valueAt(inputs, keys) !== undefined,
    );
    const wrong = paths.flatMap((keys) =>
        wrongValues(valueAt(inputs, keys)).map((value) => ({
            title: "wrong value",
            inputs: withValue(inputs, keys, value),
            property: pathOf(keys),
        })),
    );
    const missing = paths
        .filter((keys) => keys.length > 0 && typeof keys.at(-1) === "string" && keys.at(-1) !== "userId")
        .map((keys) => ({ title: "missing", inputs: withValue(inputs, keys, undefined), property: pathOf(keys) }));
    const foreign = paths
        .filter((keys) => typeof valueAt(inputs, keys) === "object" && !Array.isArray(valueAt(inputs, keys)))
        .flatMap((keys) =>
            ["colour", "odd name", "@odata.type", "constructor"].map((name) => ({
                title: "foreign name",
                inputs: withValue(inputs, [...keys, name], "x"),
                property: pathOf([...keys, name]),
            })),
        );
    const list = inputs["targets"];
    const twice =
        Array.isArray(list) && list.length > 0
            ? [
                  {
                      title: "twice",
                      inputs: { ...inputs, targets: [...(list as unknown[]), list[0] as unknown] },
                      property: `targets[${list.length}]`,
                  },
              ]
            : [];
    const policy = kinds[resources[resource].kind].policyArgument;
    return [
        ...wrong,
        ...missing,
        ...foreign,
        ...twice,
        { title: "braces", inputs: { ...inputs, [policy]: `{${String(inputs[policy])}}` }, property: policy },
    ];
}

function properties(resource: ResourceName, inputs: unknown, context: CheckContext): string[] {
    return validate(resource, inputs, context).failures.map(({ property }) => property);
}

/** Any inputs: right ones, right ones with mistakes in them, and what is no such thing at all. */
const any: fc.Arbitrary<{ resource: ResourceName; context: CheckContext; inputs: unknown }> = fc.oneof(
    right,
    right.chain((found) => fc.constantFrom(...mutationsOf(found)).map(({ inputs }) => ({ ...found, inputs }))),
    right.chain((found) =>
        fc.tuple(fc.constantFrom(...mutationsOf(found)), fc.nat()).map(([{ inputs }, seed]) => {
            const again = mutationsOf({
                ...found,
                inputs: typeof inputs === "object" ? (inputs as Json) : found.inputs,
            });
            return { ...found, inputs: again[seed % again.length]?.inputs };
        }),
    ),
    fc.record({
        resource: fc.constantFrom(...resourceNames),
        context: fc.record({
            apiVersion: fc.constantFrom("beta" as const, "v1.0" as const),
            writeMode: fc.constantFrom("auto" as const, "collection" as const, "reference" as const, "assign" as const),
        }),
        inputs: fc.anything({
            key: fc.oneof(
                fc.string(),
                fc.constantFrom(
                    "target",
                    "targets",
                    "type",
                    "groupId",
                    "filterId",
                    "filterType",
                    "userId",
                    "__proto__",
                    "constructor",
                    "deviceConfigurationId",
                ),
            ),
            values: [
                fc.string(),
                fc.double(),
                fc.constantFrom("group", "allDevices", "exclusionGroup", unknown, null),
                guid,
            ],
            withBigInt: true,
            withDate: true,
            withMap: true,
            withNullPrototype: true,
            withSparseArray: true,
            withSet: true,
        }),
    }),
);

describe("validate, for any inputs", () => {
    it("finds nothing wrong with what is right, and its own result is right and final", () => {
        fc.assert(
            fc.property(right, ({ resource, context, inputs }) => {
                const once = validate(resource, inputs, context);
                assert.deepEqual(once.failures, []);
                assert.deepEqual(validate(resource, once.inputs, context), once);
            }),
        );
    });

    it("names the argument that one mistake was made in", () => {
        fc.assert(
            fc.property(right, (found) => {
                for (const { title, inputs, property } of mutationsOf(found)) {
                    const named = properties(found.resource, inputs, found.context);
                    count("bad inputs");
                    assert.ok(
                        named.includes(property),
                        `${title}: ${property} in ${JSON.stringify(inputs)}: ${named.join()}`,
                    );
                }
            }),
        );
    });

    it("never finds more wrong when less is known", () => {
        fc.assert(
            fc.property(any, ({ resource, context, inputs }) => {
                const { failures } = validate(resource, inputs, context);
                // Of more than it tells at once, others come to light when the first are gone.
                fc.pre(failures.length < 25);
                const before = new Set(properties(resource, inputs, context));
                const given = pathsOf(inputs).filter((keys) => (valueAt(inputs, keys) ?? null) !== null);
                for (const keys of given.slice(0, 40)) {
                    const lessKnown = withValue(inputs, keys, unknown);
                    const after = properties(resource, lessKnown, context);
                    assert.deepEqual(
                        after.filter((property) => !before.has(property)),
                        [],
                        JSON.stringify(keys),
                    );
                }
            }),
            { numRuns: 500 },
        );
    });

    it("hands unknown values back where they were", () => {
        fc.assert(
            fc.property(right, ({ resource, context, inputs }) => {
                for (const keys of pathsOf(inputs).filter((path) => path.length > 0)) {
                    const verdict = validate(resource, withValue(inputs, keys, unknown), context);
                    assert.equal(valueAt(verdict.inputs, keys), unknown);
                    assert.ok(containsUnknown(verdict.inputs));
                }
            }),
        );
    });

    it("never throws, never says more than a bounded number of one-line reasons, and is final", () => {
        fc.assert(
            fc.property(any, ({ resource, context, inputs }) => {
                const once = validate(resource, inputs, context);
                count("bad inputs");
                assert.ok(once.failures.length <= 26);
                for (const { property, reason } of once.failures) {
                    assert.doesNotMatch(property + reason, /[\p{Cc}\p{Zl}\p{Zp}]/u);
                    assert.ok(property.length < 800 && reason.length < 800);
                }
                assert.deepEqual(validate(resource, once.inputs, context).inputs, once.inputs);
            }),
            { numRuns: 1000 },
        );
    });
});
