import type { ResourceValidationPolicy } from "@pulumi/policy";
import { eachTarget } from "./eachTarget";
import { ruleOf, type RuleOptions } from "./rule";
import { isTenantWide } from "./target";

/** Assignments to all devices or all users carry `protect: true`, so that no edit of the program removes them by the way. */
export function protectTenantWide(options: RuleOptions = {}): ResourceValidationPolicy {
    return {
        ...ruleOf(
            {
                name: "intune-protect-tenant-wide",
                description: "Assignments to all devices or all users are protected from deletion.",
            },
            options,
        ),
        validateResource: eachTarget((target, _declaration, { opts }) =>
            !opts.protect && isTenantWide(target)
                ? " and is not protected. Add the resource option { protect: true }."
                : undefined,
        ),
    };
}
