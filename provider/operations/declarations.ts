import type { Target } from "../assignment/arguments";
import { identityOf, slotOf } from "../assignment/identity";
import { policyKey, type Policy } from "../assignment/policy";

/** The assignments that resources of this run declare, as far as the engine has asked about them. */
export interface Declarations {
    add(policy: Policy, target: Target): void;
    has(policy: Policy, slot: string, identity: string): boolean;
}

export function createDeclarations(): Declarations {
    const identities = new Map<string, Set<string>>();
    const key = (policy: Policy, slot: string): string => `${policyKey(policy)} ${slot}`;
    return {
        add(policy, target) {
            const at = key(policy, slotOf(target));
            const known = identities.get(at) ?? new Set();
            known.add(identityOf(target));
            identities.set(at, known);
        },
        has: (policy, slot, identity) => identities.get(key(policy, slot))?.has(identity) === true,
    };
}
