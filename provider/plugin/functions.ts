import type { Session } from "../operations/session";
import type { Properties } from "../resources/handler";

/** A function of the package, as a program invokes it. */
export type PackageFunction = (session: Session, args: Properties) => Promise<Record<string, unknown>>;

/** What the plugin answers to Invoke, by token. */
export const packageFunctions: ReadonlyMap<string, PackageFunction> = new Map();
