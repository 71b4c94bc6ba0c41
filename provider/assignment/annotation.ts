import targetSchema from "../schemas/target.json";
import { quote } from "./quote";

/** What the schemas of `provider/schemas` say to the user about themselves. */
export interface Annotation {
    /** Why a value is refused; `{value}` stands for it. */
    readonly "x-reason": string;
    /** What to do next. */
    readonly "x-remedy": string;
}

/** The annotated schema of an object. */
export interface ObjectSchema {
    readonly properties: Readonly<Record<string, unknown>>;
    /** Names that users write for an argument's. */
    readonly "x-aliases"?: Readonly<Record<string, string>>;
    /** Arguments that don't exist for a reason worth telling. */
    readonly "x-refused"?: Readonly<Record<string, Annotation>>;
}

const variants = Object.entries(targetSchema.definitions).flatMap(([type, definition]) =>
    "properties" in definition ? [{ type, names: Object.keys(definition.properties) }] : [],
);

/** What the schema says of targets: the arguments of each type, and the words that users write for types and arguments. */
export const targets = {
    variants,
    types: variants.map(({ type }) => type),
    aliases: targetSchema["x-aliases"],
    typeAliases: targetSchema["x-typeAliases"],
};

/** Reason and remedy, filled with the value at fault. */
export function say(annotation: Annotation, value: unknown): string {
    // A function, since a replacement text may hold `$&` and the like.
    return `${annotation["x-reason"].replace("{value}", () => quote(value))}. ${annotation["x-remedy"]}.`;
}

/** `a, b and c`. */
export function list(words: readonly string[], conjunction: "and" | "or"): string {
    return [words.slice(0, -1).join(", "), ...words.slice(-1)].filter(Boolean).join(` ${conjunction} `);
}
