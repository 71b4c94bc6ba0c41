import type { ResourceValidationPolicy } from "@pulumi/policy";
import type { DeclaredTarget } from "./declaration";
import { eachTarget } from "./eachTarget";
import { addFilter, remedyProperties, type RemedyFilter } from "./remedyFilter";
import { ruleOf, type RuleOptions } from "./rule";
import { hasFilter, isTenantWide } from "./target";

/** Options of noTenantWideWithoutFilter. */
export interface NoTenantWideWithoutFilterOptions extends RuleOptions, RemedyFilter {}

const isOffender = (target: DeclaredTarget): boolean => isTenantWide(target) && !hasFilter(target);

/** Nothing goes to all devices or all users without a filter that narrows it. */
export function noTenantWideWithoutFilter(options: NoTenantWideWithoutFilterOptions = {}): ResourceValidationPolicy {
    return {
        ...ruleOf(
            {
                name: "intune-no-tenant-wide-without-filter",
                description: "An assignment to all devices or all users needs a filter.",
                properties: remedyProperties,
            },
            options,
        ),
        remediateResource: addFilter(options, isOffender),
        validateResource: eachTarget((target) =>
            isOffender(target)
                ? " without a filter, which reaches the whole tenant. Add filterId and filterType, or assign it to a group."
                : undefined,
        ),
    };
}
