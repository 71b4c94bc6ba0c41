import type { ValidateFunction } from "ajv";
import { explain } from "./explain";
import type { Failure } from "./failure";
import * as validators from "./generated/validators";
import { isObject } from "./isObject";
import { normalise } from "./normalise";
import type { ResourceName } from "./resourceName";
import { applyRules, type CheckContext } from "./rules";
import { isUnknown } from "./unknown";

export type { Failure } from "./failure";
export type { ResourceName } from "./resourceName";
export type { CheckContext } from "./rules";

export interface Verdict {
    readonly failures: Failure[];
    /** The inputs in one spelling: GUIDs in lower case, what is null left out. */
    readonly inputs: Record<string, unknown>;
}

/** Text of the dynamic host that travels with the inputs and is none of them. */
const hostProperty = "__provider";

/** More failures than anyone reads say nothing more, and an input may hold any number. */
const mostFailures = 25;
const mostFindings = 1000;

function bounded(failures: Failure[]): Failure[] {
    const more = failures.length - mostFailures;
    return more > 0
        ? [
              ...failures.slice(0, mostFailures),
              { property: "", reason: `${String(more)} or more further arguments are at fault. Correct these first.` },
          ]
        : failures;
}

/**
 * Judges a resource's arguments without asking anyone: by the schemas of `provider/schemas`, then by the rules that
 * schemas can't express. Values that a preview does not know yet pass, and nothing that depends on them is judged.
 */
export function validate(resource: ResourceName, inputs: unknown, context: CheckContext): Verdict {
    if (isUnknown(inputs)) {
        return { failures: [], inputs: {} };
    }
    const { [hostProperty]: host, ...own } = isObject(inputs) ? inputs : {};
    const normal = normalise(own);
    const validator = validators[resource] as ValidateFunction;
    validator(isObject(inputs) ? normal : inputs);
    const explained = explain((validator.errors ?? []).slice(0, mostFindings));
    const failed = new Set(explained.flatMap(({ property, meant }) => [property, meant ?? property]));
    const failures = explained.map(({ property, reason }) => ({ property, reason }));
    return {
        failures: bounded([...failures, ...applyRules(resource, normal, context, failed)]),
        inputs: host === undefined ? normal : { ...normal, [hostProperty]: host },
    };
}
