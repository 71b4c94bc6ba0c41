import type { ResourceValidationPolicy } from "@pulumi/policy";
import { schemas } from "./configSchema";
import { ifKnown } from "./declaration";
import { eachTarget } from "./eachTarget";
import { ruleOf, settingsOf, type RuleOptions } from "./rule";
import { isInclude } from "./target";

/** Options of onlyGroups. */
export interface OnlyGroupsOptions extends RuleOptions {
    /** Ids of the groups that may be assigned to. */
    readonly groupIds: readonly string[];
}

/** Nothing is assigned to anybody but the listed groups. Exclusions take devices away and are free. */
export function onlyGroups(options: OnlyGroupsOptions): ResourceValidationPolicy {
    return {
        ...ruleOf(
            {
                name: "intune-only-groups",
                description: "Assignments go to listed groups only.",
                properties: { groupIds: schemas.guids },
            },
            options,
        ),
        validateResource: eachTarget((target, _declaration, args) => {
            const allowed = new Set(settingsOf(options, args).groupIds.map((id) => id.toLowerCase()));
            const groupId = ifKnown(() => (target.type === "group" ? String(target.groupId).toLowerCase() : ""));
            return !isInclude(target) || groupId === undefined || allowed.has(groupId)
                ? undefined
                : `, which is not one of the ${String(allowed.size)} groups allowed here. Choose one of them, or have the group added to groupIds of this rule.`;
        }),
    };
}
