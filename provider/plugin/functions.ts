import { readLookupKey } from "../assignment/lookupKey";
import { containsUnknown, unknownValue } from "../assignment/unknown";
import { lookupFunctions, type LookupFunction } from "../operations/lookup";
import type { Session } from "../operations/session";
import type { Properties } from "../resources/handler";

/** A function of the package, as a program invokes it. */
export type PackageFunction = (session: Session, args: Properties) => Promise<Record<string, unknown>>;

function lookup(name: LookupFunction): PackageFunction {
    return async (session, args) =>
        containsUnknown(args)
            ? { id: unknownValue, displayName: unknownValue }
            : { ...(await session.lookup(lookupFunctions[name], readLookupKey(name, args), session.operation())) };
}

/** What the plugin answers to Invoke, by token. */
export const packageFunctions: ReadonlyMap<string, PackageFunction> = new Map(
    (Object.keys(lookupFunctions) as LookupFunction[]).map((name) => [`intune:index:${name}`, lookup(name)]),
);
