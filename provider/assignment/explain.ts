import { list, say, targets, type Annotation, type ObjectSchema } from "./annotation";
import type { Failure } from "./failure";
import { fromPointer, propertyPath } from "./propertyPath";
import { quote } from "./quote";
import { suggest } from "./suggest";
import { isUnknown } from "./unknown";

/** One finding of a validator, with the schema and the data it is about. */
export interface SchemaError {
    readonly keyword: string;
    /** JSON pointer to the data. */
    readonly instancePath: string;
    readonly params: object;
    readonly schema?: unknown;
    readonly parentSchema?: unknown;
    readonly data?: unknown;
}

/** A failure, and the argument that was meant where a name is misspelt: that one is then not missing. */
export interface Explained extends Failure {
    readonly meant?: string;
}

type Properties = Readonly<Record<string, unknown>>;

function quoted(words: readonly string[]): string[] {
    return words.map((word) => `"${word}"`);
}

function misspelt(parent: string, data: Properties, name: string, meant: string): Explained {
    const property = propertyPath(parent, name);
    return Object.hasOwn(data, meant)
        ? { property, reason: `there is no such argument. Remove it: ${meant} is given already.` }
        : {
              property,
              reason: `there is no such argument. Did you mean ${meant}?`,
              meant: propertyPath(parent, meant),
          };
}

function explainName(parent: string, { parentSchema, params, data }: SchemaError): Explained {
    const schema = parentSchema as ObjectSchema;
    const name = (params as { additionalProperty: string }).additionalProperty;
    const property = propertyPath(parent, name);
    const refused = Object.entries(schema["x-refused"] ?? {}).find(([key]) => key === name);
    if (refused) {
        return { property, reason: say(refused[1], name) };
    }
    const isTarget = Object.hasOwn(schema.properties, "type");
    const others = isTarget ? targets.variants.filter(({ names }) => names.includes(name)) : [];
    if (others.length > 0) {
        const type = quote((data as Properties)["type"]);
        const types = list(quoted(others.map((other) => other.type)), "or");
        return { property, reason: `a target of type ${type} has none. Remove it, or use type ${types}.` };
    }
    const names = Object.keys(schema.properties);
    const meant = suggest(name, names, schema["x-aliases"] ?? targets.aliases);
    return meant === undefined
        ? { property, reason: `there is no such argument. Remove it: allowed are ${list(names, "and")}.` }
        : misspelt(parent, data as Properties, name, meant);
}

function explainMissing(parent: string, { parentSchema, params }: SchemaError): Explained {
    const name = (params as { missingProperty: string }).missingProperty;
    const annotation = (parentSchema as ObjectSchema).properties[name] as Annotation;
    return { property: propertyPath(parent, name), reason: `a value is required. ${annotation["x-remedy"]}.` };
}

/** Written as Graph does, or as one of the words people say for it. */
function meantType(written: string): string | undefined {
    const plain = written.replace(/^#?microsoft\.graph\./, "").replace(/(?<=.)(?:Assignment)?Target$/, "");
    return suggest(plain, targets.types, targets.typeAliases);
}

/** Where the value of a misspelt `type` tells the type, that is the remedy. */
function instead(written: unknown): { readonly reason?: string } {
    const meant = typeof written === "string" ? meantType(written) : undefined;
    return meant === undefined ? {} : { reason: `there is no such argument. Use type: "${meant}".` };
}

function explainType(parent: string, error: SchemaError): Explained | undefined {
    const data = error.data as Properties;
    const written = data["type"];
    const property = propertyPath(parent, "type");
    const types = list(quoted(targets.types), "or");
    if (isUnknown(written)) {
        return undefined;
    }
    if (written === undefined) {
        const alias = Object.keys(data).find((name) => suggest(name, ["type"], targets.aliases) !== undefined);
        return alias === undefined
            ? { property, reason: `a value is required. Use ${types}.` }
            : { ...misspelt(parent, data, alias, "type"), ...instead(data[alias]) };
    }
    const meant = typeof written === "string" ? meantType(written) : undefined;
    const remedy = meant === undefined ? `Use ${types}.` : `Did you mean "${meant}"? Allowed are ${types}.`;
    return { property, reason: `${quote(written)} is not a type of target. ${remedy}` };
}

interface RefusedValue extends Annotation {
    readonly const?: unknown;
    readonly pattern?: string;
}

/** `not` with several refused values: which of them it was. Undefined for what is no text: its type is at fault. */
function explainRefused(property: string, { schema, data }: SchemaError): Explained | undefined {
    const { anyOf } = schema as { anyOf: readonly RefusedValue[] };
    const met = anyOf.find(
        ({ const: refused, pattern }) =>
            refused === data ||
            (typeof data === "string" && pattern !== undefined && new RegExp(pattern, "u").test(data)),
    );
    return met && { property, reason: say(met, data) };
}

function explainValue(property: string, { parentSchema, data }: SchemaError): Explained {
    return { property, reason: say(parentSchema as Annotation, data) };
}

const explainers: Readonly<Record<string, (property: string, error: SchemaError) => Explained | undefined>> = {
    additionalProperties: explainName,
    required: explainMissing,
    discriminator: explainType,
    not: explainRefused,
};

/** One failure for each argument at fault; none for what a preview does not know yet. */
export function explain(errors: readonly SchemaError[]): Explained[] {
    const byProperty = new Map<string, Explained>();
    for (const error of errors) {
        if (isUnknown(error.data)) {
            continue;
        }
        const failure = (explainers[error.keyword] ?? explainValue)(fromPointer(error.instancePath), error);
        // A refused value says more than the pattern it misses too.
        if (failure && (error.keyword === "not" || !byProperty.has(failure.property))) {
            byProperty.set(failure.property, failure);
        }
    }
    const meant = new Set([...byProperty.values()].map((failure) => failure.meant));
    return [...byProperty.values()].filter((failure) => !meant.has(failure.property));
}
