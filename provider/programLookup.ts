/** Lookups in the process of a program, for the sdk. Loaded when a program looks something up, not before. */
import { readLookupKey } from "./assignment/lookupKey";
import { lookupFunctions, type Found, type LookupFunction } from "./operations/lookup";
import { createRuns, type ConfigReader } from "./run";

export type { Found, LookupFunction } from "./operations/lookup";

/** Looks up one object. Errors: InvalidInputError, ConfigurationError, LookupError and those of Graph's reads. */
export type ProgramLookup = (name: LookupFunction, args: Readonly<Record<string, unknown>>) => Promise<Found>;

/** Lookups of one run of a program: what was asked once is not asked again. */
export function createProgramLookup(config: ConfigReader): ProgramLookup {
    // A program that is interrupted ends as a whole.
    const run = createRuns(new AbortController().signal).of(config);
    return (name, args) =>
        run.perform(async (session) =>
            session.lookup(lookupFunctions[name], readLookupKey(name, args), session.operation()),
        );
}
