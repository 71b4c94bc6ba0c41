// Writes provider/plugin/schema.json, the package's schema for Pulumi's generators and language hosts, from
// provider/schemas, the very schemas that check uses.
import { readFileSync } from "node:fs";
import { write } from "./generated-file.mjs";
import { readResource, readSettings, readTarget, resourceNames } from "./schemas.mjs";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const typeRef = (name) => ({ $ref: `#/types/intune:index:${name}` });
const codeList = (values) => values.map((value) => `\`${value}\``).join(", ");

const variants = readTarget().oneOf.map((variant) => ({
    type: variant.properties.type.const,
    description: variant.description,
    properties: variant.properties,
    required: variant.required,
}));

/** When a property of a target is due, in words: the schema language has no unions. */
function whenDue(key) {
    const having = variants.filter(({ properties }) => key in properties);
    const needing = having.filter(({ required }) => required.includes(key));
    const types = codeList(having.map(({ type }) => type));
    return needing.length === having.length
        ? `Required with type ${types}; not allowed with others.`
        : `Allowed with type ${types}.`;
}

function targetProperties() {
    const all = Object.assign({}, ...variants.map(({ properties }) => properties));
    const others = Object.entries(all).filter(([key]) => key !== "type");
    return {
        type: { ...typeRef("TargetType"), description: "What kind of target this is." },
        ...Object.fromEntries(
            others.map(([key, { description, enum: values }]) => [
                key,
                {
                    ...(values ? typeRef("FilterType") : { type: "string" }),
                    description: `${description} ${whenDue(key)}`,
                },
            ]),
        ),
    };
}

const pascal = (text) => text[0].toUpperCase() + text.slice(1);

const types = {
    "intune:index:TargetType": {
        type: "string",
        description: "The kinds of target.",
        enum: variants.map(({ type, description }) => ({ name: pascal(type), value: type, description })),
    },
    "intune:index:FilterType": {
        type: "string",
        description: "What a filter does with the devices that match it.",
        enum: [
            { name: "Include", value: "include", description: "They are the ones that get the policy." },
            { name: "Exclude", value: "exclude", description: "They are left out." },
        ],
    },
    "intune:index:Target": {
        type: "object",
        description: `Who gets a policy, or is kept from it. \`type\` says which of the other properties go with it.\n\n${variants
            .map(({ type, description }) => `- \`${type}\`: ${description}`)
            .join("\n")}`,
        properties: targetProperties(),
        required: ["type"],
    },
    "intune:index:Assignment": {
        type: "object",
        description: "One assignment of a policy, as Graph has it.",
        properties: {
            id: { type: "string", description: "Id of the assignment, derived by Intune." },
            target: { ...typeRef("Target"), description: "Who gets the policy, or is kept from it." },
            source: { type: "string", description: "`direct`; not told on v1.0." },
            sourceId: { type: "string", description: "Id of what made the assignment; not told on v1.0." },
        },
        required: ["id", "target"],
    },
};

/** What only Graph can tell, by the shape of the resource. */
const outputs = {
    row: {
        properties: {
            assignmentId: { type: "string", description: "Id of the assignment, derived by Intune." },
            source: {
                type: "string",
                description: "`direct`, or `policySets` for what a policy set made; not told on v1.0.",
            },
            sourceId: {
                type: "string",
                description: "Id of what made the assignment: the policy itself for a direct one; not told on v1.0.",
            },
        },
        required: ["assignmentId"],
    },
    set: {
        properties: {
            assignments: {
                type: "array",
                items: typeRef("Assignment"),
                description: "The assignments as Graph has them.",
            },
        },
        required: ["assignments"],
    },
};

const collections = {
    deviceConfigurationId: "deviceConfigurations",
    deviceCompliancePolicyId: "deviceCompliancePolicies",
    deviceEnrollmentConfigurationId: "deviceEnrollmentConfigurations",
};

function inputProperty({ $ref, type, items, description, examples }) {
    const example = examples?.[0];
    const told = example === undefined ? "" : ` Example: \`${JSON.stringify(example)}\`.`;
    if ($ref === "target.json") {
        return { ...typeRef("Target"), description: description + told };
    }
    return items?.$ref === "target.json"
        ? { type: "array", items: typeRef("Target"), description: description + told }
        : { type, description: description + told };
}

const group = '{ type: group, groupId: "8d1f6c1e-51c7-4f0b-a3a5-5b6f0a9f2c10" }';

/** The parts of a resource's page that the registry knows by their headings. */
function page(name, schema, policyArgument, isSet) {
    const [example] = schema.properties[policyArgument].examples;
    const argument = isSet ? `targets:\n        - ${group}` : `target: ${group}`;
    const id = `deviceManagement/${collections[policyArgument]}/<policyId>/assignments${isSet ? "" : "/<assignmentId>"}`;
    return `${schema.description}

## Example Usage

\`\`\`yaml
resources:
  example:
    type: intune:${name}
    properties:
      ${policyArgument}: "${example}"
      ${argument}
\`\`\`

## Import

By the path of the ${isSet ? "policy's assignments" : "assignment"} in Graph, \`${id}\`, or in short \`<policyId>${isSet ? "" : "/<assignmentId>"}\`:

\`\`\`sh
pulumi import intune:index:${name} example "<policyId>${isSet ? "" : "/<assignmentId>"}"
\`\`\`
`;
}

function resource(name) {
    const schema = readResource(name);
    const isSet = name.endsWith("Set");
    const inputProperties = Object.fromEntries(
        Object.entries(schema.properties).map(([key, property]) => [key, inputProperty(property)]),
    );
    const computed = outputs[isSet ? "set" : "row"];
    const policyArgument = schema.required.find((key) => key in collections);
    return {
        description: page(name, schema, policyArgument, isSet),
        inputProperties,
        requiredInputs: schema.required,
        properties: { ...inputProperties, ...computed.properties },
        required: [...schema.required, ...computed.required],
        aliases: [{ type: `pulumi-nodejs:dynamic/intune:${name}` }],
    };
}

const settings = Object.fromEntries(
    Object.entries(readSettings().properties).map(([key, { type, description, "x-secret": secret }]) => [
        key,
        { type, description, ...(secret ? { secret } : {}) },
    ]),
);

const lookups = {
    getGroup: "A group of Entra. Needs the permission GroupMember.Read.All.",
    getAssignmentFilter: "An assignment filter of Intune.",
    getDeviceConfiguration: "A device configuration.",
    getDeviceCompliancePolicy: "A compliance policy.",
    getEnrollmentConfiguration: "An enrollment configuration.",
};

function lookup(description) {
    return {
        description: `${description} By display name or by id; a name that nothing has, or more than one object, is an error that lists the candidates' ids.`,
        inputs: {
            type: "object",
            properties: {
                displayName: { type: "string", description: "The whole name, in its case. Either this or \`id\`." },
                id: { type: "string", description: "The object's id, a GUID." },
            },
        },
        outputs: {
            type: "object",
            properties: {
                displayName: { type: "string", description: "The name." },
                id: { type: "string", description: "The id." },
            },
            required: ["displayName", "id"],
        },
    };
}

const schema = {
    name: "intune",
    displayName: "Microsoft Intune",
    version,
    description:
        "Who gets which Microsoft Intune policy, as code: assignments of policies to groups, users and devices.",
    keywords: ["pulumi", "intune", "microsoft-graph", "kind/native", "category/infrastructure"],
    license: "Apache-2.0",
    meta: { moduleFormat: "(.*)" },
    config: { variables: settings },
    types,
    provider: {
        description: "How Graph is reached, and with whose rights. What is left out comes from the environment.",
        inputProperties: settings,
    },
    resources: Object.fromEntries(resourceNames.map((name) => [`intune:index:${name}`, resource(name)])),
    functions: Object.fromEntries(
        Object.entries(lookups).map(([name, description]) => [`intune:index:${name}`, lookup(description)]),
    ),
    language: {
        csharp: { rootNamespace: "PulumiIntune", respectSchemaVersion: true },
        go: {
            importBasePath: "pulumi-intune.local/sdk/go/intune",
            generateResourceContainerTypes: true,
            respectSchemaVersion: true,
        },
        nodejs: { packageName: "pulumi-intune-sdk", respectSchemaVersion: true },
        python: { packageName: "pulumi_intune", pyproject: { enabled: true }, respectSchemaVersion: true },
    },
};

await write("provider/plugin/schema.json", JSON.stringify(schema));
