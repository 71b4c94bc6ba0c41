import type { StackValidationPolicy } from "@pulumi/policy";
import { byPolicy } from "./byPolicy";
import { schemas } from "./configSchema";
import { ruleOf, settingsOf, type RuleOptions } from "./rule";
import { describePolicy } from "./target";

/** Options of limitTargets. */
export interface LimitTargetsOptions extends RuleOptions {
    /** The most targets that one policy may have in the stack, exclusions included. */
    readonly max: number;
}

/**
 * No policy has more targets than `max`, over all rows and sets of the stack. A policy pack sees what is declared and not
 * what was there before, so this limits the outcome of a change, which bounds its size as well.
 */
export function limitTargets(options: LimitTargetsOptions): StackValidationPolicy {
    return {
        ...ruleOf(
            {
                name: "intune-limit-targets",
                description: "A policy has a limited number of targets.",
                properties: { max: schemas.count },
            },
            options,
        ),
        validateStack(args, report) {
            const { max } = settingsOf(options, args);
            for (const { kind, policyId, first, count } of byPolicy(args.resources)) {
                if (count > max) {
                    report(
                        `${describePolicy(kind, policyId)} has ${String(count)} targets, and at most ${String(max)} are allowed. Assign it to fewer groups, or to one group that holds them.`,
                        first.urn,
                    );
                }
            }
        },
    };
}
