import type { Target } from "../assignment/arguments";
import { identityOf, slotOf } from "../assignment/identity";
import { policyKey, type Policy } from "../assignment/policy";

/** The assignments that resources of this run declare, as far as the engine has asked about them. */
export interface Declarations {
    add(policy: Policy, target: Target): void;
    has(policy: Policy, slot: string, identity: string): boolean;
    /** A resource created in this run took an assignment that was there already. */
    adopt(policy: Policy, target: Target): void;
    /**
     * Called before an old owner removes an assignment: true when a new owner adopted it in this run (a resource was
     * renamed, two exchanged their targets, rows became a set), and it has to stay.
     */
    release(policy: Policy, target: Target): boolean;
}

export function createDeclarations(): Declarations {
    const identities = new Map<string, Set<string>>();
    const adopted = new Set<string>();
    const key = (policy: Policy, slot: string): string => `${policyKey(policy)} ${slot}`;
    return {
        add(policy, target) {
            const at = key(policy, slotOf(target));
            const known = identities.get(at) ?? new Set();
            known.add(identityOf(target));
            identities.set(at, known);
        },
        adopt(policy, target) {
            adopted.add(key(policy, identityOf(target)));
        },
        release: (policy, target) => adopted.delete(key(policy, identityOf(target))),
        has: (policy, slot, identity) => identities.get(key(policy, slot))?.has(identity) === true,
    };
}
