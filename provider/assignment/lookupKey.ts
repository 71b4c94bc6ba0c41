import { InvalidInputError } from "../errors";
import { quote } from "./quote";

/** What a program says of an object it means. */
export type LookupKey = { readonly id: string } | { readonly displayName: string };

const keys = ["displayName", "id"] as const;

/**
 * Reads the arguments of a lookup: either a display name or an id, which is a GUID, or a GUID with a suffix for
 * enrollment configurations. Error: an InvalidInputError that says what to give.
 */
export function readLookupKey(name: string, args: Readonly<Record<string, unknown>>): LookupKey {
    const refuse = (reason: string): InvalidInputError =>
        new InvalidInputError(`Lookup failed: ${name}: ${reason} Give either displayName or id.`);
    const given = keys.filter((key) => args[key] !== undefined && args[key] !== null);
    const [key] = given;
    if (key === undefined || given.length > 1) {
        throw refuse(key === undefined ? "nothing to look for." : "both displayName and id are given.");
    }
    const value = args[key];
    if (typeof value !== "string" || value.trim() === "") {
        throw refuse(`${key} is ${quote(value)}.`);
    }
    if (key === "displayName") {
        if (/\p{Surrogate}/u.test(value)) {
            throw refuse(`displayName ${quote(value)} holds half a character, which no name has.`);
        }
        return { displayName: value };
    }
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:_\w+)?$/i.test(value)) {
        throw new InvalidInputError(`Lookup failed: ${name}: id ${quote(value)} is no id: it has to be a GUID.`);
    }
    return { id: value };
}
