import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { KindName } from "../../provider/assignment/kinds";
import { schemas } from "./configSchema";
import type { Declaration, DeclaredTarget } from "./declaration";
import { eachTarget } from "./eachTarget";
import { addFilter, remedyProperties, type RemedyFilter } from "./remedyFilter";
import { ruleOf, settingsOf, type RuleOptions } from "./rule";
import { hasFilter, isInclude, nouns } from "./target";

/** Options of requireFilter. */
export interface RequireFilterOptions extends RuleOptions, RemedyFilter {
    /** The kinds whose every include needs a filter. */
    readonly kinds: readonly KindName[];
}

function isOffender(target: DeclaredTarget, { kind }: Declaration, { kinds }: RequireFilterOptions): boolean {
    return kinds.includes(kind) && isInclude(target) && !hasFilter(target);
}

/** Every include of the chosen kinds carries a filter. */
export function requireFilter(options: RequireFilterOptions): ResourceValidationPolicy {
    return {
        ...ruleOf(
            {
                name: "intune-require-filter",
                description: "Assignments of chosen kinds need a filter.",
                properties: { kinds: schemas.kinds, ...remedyProperties },
            },
            options,
        ),
        remediateResource: addFilter(options, isOffender),
        validateResource: eachTarget((target, declaration, args) =>
            isOffender(target, declaration, settingsOf(options, args))
                ? ` without a filter, and every assignment of a ${nouns[declaration.kind]} needs one here. Add filterId and filterType.`
                : undefined,
        ),
    };
}
