import type { EnforcementLevel, Policy, PolicyConfigSchema, ResourceValidationArgs } from "@pulumi/policy";

/** What every rule takes. */
export interface RuleOptions {
    /** Name of the policy in the pack; needed where a pack has the same rule twice. */
    readonly name?: string;
    readonly description?: string;
    /** `mandatory` (default), `advisory`, `disabled`; `remediate` where the rule can put things right. */
    readonly enforcementLevel?: EnforcementLevel;
}

interface RuleDefaults {
    readonly name: string;
    readonly description: string;
    /** What the pack's configuration may set instead of the program of the pack. */
    readonly properties?: PolicyConfigSchema["properties"];
}

/** The part of a policy that all rules have in common. */
export function ruleOf(defaults: RuleDefaults, options: RuleOptions): Policy {
    const { properties } = defaults;
    return {
        name: options.name ?? defaults.name,
        description: options.description ?? defaults.description,
        enforcementLevel: options.enforcementLevel ?? "mandatory",
        ...(properties === undefined ? {} : { configSchema: { properties } }),
    };
}

/** The rule's options with the configuration of the pack (`--policy-pack-config`) over them. */
export function settingsOf<Options extends object>(
    options: Options,
    args: Pick<ResourceValidationArgs, "getConfig">,
): Options {
    return { ...options, ...args.getConfig<Partial<Options>>() };
}
