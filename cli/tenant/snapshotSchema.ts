import { kindNames } from "./read";

const text = { type: "string" };
const object = (properties: Readonly<Record<string, object>>, more: object = {}): object => ({
    type: "object",
    required: Object.keys(properties),
    properties,
    ...more,
});
const listOf = (items: object): object => ({ type: "array", items });
const tableOf = (additionalProperties: object): object => ({ type: "object", additionalProperties });
const kind = { enum: kindNames };

/** What each type of target has to name. */
const named: Readonly<Record<string, string | undefined>> = {
    allDevices: undefined,
    allLicensedUsers: undefined,
    group: "groupId",
    exclusionGroup: "groupId",
    configurationManagerCollection: "collectionId",
    unknown: "odataType",
};
const target = object(
    { type: { enum: Object.keys(named) } },
    {
        allOf: Object.entries(named).flatMap(([type, key]) =>
            key === undefined ? [] : [{ if: { properties: { type: { const: type } } }, then: object({ [key]: text }) }],
        ),
    },
);

/** JSON Schema of Snapshot, for files that somebody may have edited. */
export const snapshotSchema = object({
    version: { const: 1 },
    takenAt: text,
    kinds: listOf(kind),
    policies: listOf(
        object({
            kind,
            id: text,
            displayName: text,
            odataType: text,
            assignments: listOf(object({ id: text, target, source: { enum: ["direct", "policySets"] } })),
        }),
    ),
    groups: tableOf(text),
    filters: tableOf(object({ displayName: text, platform: text, rule: text })),
    gaps: listOf(text),
});
