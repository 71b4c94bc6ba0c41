import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../provider/assignment/arguments";
import { userError } from "./userError";

/** Who declared what, in one run of the program: policy to slot (or the whole policy) to resource name. */
interface Owners {
    readonly sets: Map<string, string>;
    readonly rows: Map<string, Map<string, string>>;
}

// A process may run several programs (Automation API), each with a monitor of its own; a program may serve several
// tenants, each with a provider of its own.
const ownersOfRun = new WeakMap<object, Owners>();
const noMonitor = {};

/** The provider that a resource was given, itself or by a parent. */
function providerOf(resource: pulumi.Resource): object | undefined {
    return (resource as { __prov?: object }).__prov;
}

function owners(resource: pulumi.Resource): Owners {
    const scope = providerOf(resource) ?? pulumi.runtime.getMonitor() ?? noMonitor;
    const known = ownersOfRun.get(scope) ?? { sets: new Map(), rows: new Map() };
    ownersOfRun.set(scope, known);
    return known;
}

/** Include and exclude of one group can't be on a policy both, so they share a slot. */
function slotOf(target: Target): string {
    switch (target.type) {
        case "group":
        case "exclusionGroup":
            return `group ${target.groupId.toLowerCase()}`;
        case "configurationManagerCollection":
            return `ConfigMgr collection ${target.collectionId.toLowerCase()}`;
        case "allDevices":
            return "all devices";
        case "allLicensedUsers":
            return "all users";
    }
}

function isTarget(value: unknown): value is Target {
    if (typeof value !== "object" || value === null) {
        return false;
    }
    const { type, groupId, collectionId } = value as Record<string, unknown>;
    switch (type) {
        case "group":
        case "exclusionGroup":
            return typeof groupId === "string";
        case "configurationManagerCollection":
            return typeof collectionId === "string";
        default:
            return type === "allDevices" || type === "allLicensedUsers";
    }
}

function conflict(policy: string, what: string, first: string, second: string): Error {
    return userError(
        `Declared twice: ${policy}: ${what} belongs to both "${first}" and "${second}". One policy and target can have one owner: remove one of the two resources.`,
    );
}

/**
 * Records that a row resource owns (policy, target) of its tenant. Errors: a RunError that names both resources when another row owns
 * it already, or a set owns the policy. Values unknown in a preview are not judged.
 */
export function claimRow(
    resource: pulumi.Resource,
    name: string,
    policy: pulumi.Input<string>,
    target: pulumi.Input<unknown>,
): void {
    const { sets, rows } = owners(resource);
    pulumi.all([policy, target]).apply(([policyPath, resolved]) => {
        if (!isTarget(resolved)) {
            return;
        }
        const key = policyPath.toLowerCase();
        const set = sets.get(key);
        if (set !== undefined) {
            throw conflict(policyPath, "the policy", set, name);
        }
        const slots = rows.get(key) ?? new Map<string, string>();
        const owner = slots.get(slotOf(resolved));
        if (owner !== undefined) {
            throw conflict(policyPath, slotOf(resolved), owner, name);
        }
        slots.set(slotOf(resolved), name);
        rows.set(key, slots);
    });
}

/** Records that a set resource owns a policy; the same errors as for rows. */
export function claimSet(resource: pulumi.Resource, name: string, policy: pulumi.Input<string>): void {
    const { sets, rows } = owners(resource);
    pulumi.output(policy).apply((policyPath) => {
        const key = policyPath.toLowerCase();
        const other = sets.get(key) ?? [...(rows.get(key)?.values() ?? [])][0];
        if (other !== undefined) {
            throw conflict(policyPath, "the policy", other, name);
        }
        sets.set(key, name);
    });
}
