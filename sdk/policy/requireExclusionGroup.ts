import type { StackValidationPolicy } from "@pulumi/policy";
import { byPolicy } from "./byPolicy";
import { schemas } from "./configSchema";
import { ruleOf, settingsOf, type RuleOptions } from "./rule";
import { describePolicy, isInclude } from "./target";

/** Options of requireExclusionGroup. */
export interface RequireExclusionGroupOptions extends RuleOptions {
    /** Id of the group that must never be reached, such as that of the break-glass accounts. */
    readonly groupId: string;
    /** The policies that need it; all of the stack when left out. */
    readonly policyIds?: readonly string[];
}

/**
 * A policy that is assigned to anybody excludes the given group, by a row or a target of the same stack. Enrollment
 * configurations are left out: Intune has no exclusions there.
 */
export function requireExclusionGroup(options: RequireExclusionGroupOptions): StackValidationPolicy {
    return {
        ...ruleOf(
            {
                name: "intune-require-exclusion-group",
                description: "Assigned policies exclude a given group, such as the break-glass accounts.",
                properties: { groupId: schemas.guid, policyIds: schemas.ids },
            },
            options,
        ),
        validateStack(args, report) {
            const { groupId, policyIds } = settingsOf(options, args);
            const named = policyIds && new Set(policyIds.map((id) => id.toLowerCase()));
            for (const { kind, policyId, first, targets, isComplete } of byPolicy(args.resources)) {
                const isMeant = kind !== "enrollmentConfiguration" && (named?.has(policyId) ?? true);
                const excludes = targets.some(
                    (target) =>
                        target.type === "exclusionGroup" && target.groupId?.toLowerCase() === groupId.toLowerCase(),
                );
                if (isMeant && isComplete && targets.some(isInclude) && !excludes) {
                    report(
                        `"${first.name}" assigns ${describePolicy(kind, policyId)}, and nothing in the stack excludes group ${groupId} from it. Add the target { type: "exclusionGroup", groupId: "${groupId}" }.`,
                        first.urn,
                    );
                }
            }
        },
    };
}
