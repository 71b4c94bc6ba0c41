import type { PolicyResource } from "@pulumi/policy";
import type { KindName } from "../../provider/assignment/kinds";
import { declarationOf, ifKnown, type Declaration, type DeclaredTarget } from "./declaration";

/** All that a stack declares for one policy. */
export interface PolicyDeclarations {
    readonly kind: KindName;
    readonly policyId: string;
    /** The first resource that names the policy. */
    readonly first: Declaration;
    /** Those that are known in full. */
    readonly targets: readonly DeclaredTarget[];
    /** All targets, known or not. */
    readonly count: number;
    /** False where a part is not known yet: a target, or the policy of another resource of the kind. */
    readonly isComplete: boolean;
}

interface Gathered extends PolicyDeclarations {
    readonly targets: DeclaredTarget[];
    count: number;
    isComplete: boolean;
}

/** Brings together the rows and sets of each policy. */
export function byPolicy(resources: readonly PolicyResource[]): PolicyDeclarations[] {
    const unplaced = new Set<KindName>();
    const gathered = new Map<string, Gathered>();
    for (const declaration of resources.flatMap((resource) => declarationOf(resource) ?? [])) {
        const { kind } = declaration;
        const policyId = ifKnown(() => declaration.policyId());
        if (policyId === undefined) {
            unplaced.add(kind);
            continue;
        }
        const key = `${kind} ${policyId}`;
        const entry = gathered.get(key) ?? {
            kind,
            policyId,
            first: declaration,
            targets: [],
            count: 0,
            isComplete: true,
        };
        gathered.set(key, entry);
        const targets = ifKnown(() => [...declaration.targets()]);
        const known = targets?.flatMap((target) => ifKnown(() => ({ ...target })) ?? []) ?? [];
        entry.targets.push(...known);
        entry.count += targets?.length ?? 0;
        entry.isComplete &&= targets?.length === known.length;
    }
    return [...gathered.values()].map((entry) => ({
        ...entry,
        isComplete: entry.isComplete && !unplaced.has(entry.kind),
    }));
}
