import type { Kind } from "../assignment/kinds";
import { describePolicy, type Policy } from "../assignment/policy";
import { InvalidInputError } from "../errors";
import type { Properties } from "./handler";

/** True where the engine asks by the id alone, as for `pulumi import`. */
export function isImport(kind: Kind, props: Properties): boolean {
    return !(kind.policyArgument in props);
}

/** `why` says what to do as well. */
export function importRefused(policy: Policy, why: string): InvalidInputError {
    return new InvalidInputError(`Import failed: ${describePolicy(policy)}: ${why}`);
}

export const noSuchPolicy = "there is no such policy. Check the id, and that the resource is of the policy's kind.";
