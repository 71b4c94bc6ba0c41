import { PartialApplyError } from "../errors";
import { MaybeApplied } from "../operations/policyWriter";

/** For `catch`: a change that may have been applied is recorded in the state under this id with these properties. */
export function partial(id: string, properties: Readonly<Record<string, unknown>>): (error: unknown) => never {
    return (error) => {
        throw error instanceof MaybeApplied ? new PartialApplyError(error.error, id, properties) : error;
    };
}

/** For `catch`: where the state is right either way. */
export function unwrapped(error: unknown): never {
    throw error instanceof MaybeApplied ? error.error : error;
}
