import * as pulumi from "@pulumi/pulumi";
import type { LookupFunction } from "../../provider/operations/lookup";
import type { LookupArgs, LookupInputs, LookupResult } from "../lookupArgs";
import { packageVersion } from "../packageVersion";
import { userError } from "../userError";

export type { LookupArgs, LookupInputs, LookupResult } from "../lookupArgs";

/** The engine answers for a provider whose settings a preview does not know yet: with nothing. */
function isOpen(found: Partial<LookupResult>): boolean {
    return found.id === undefined;
}

async function look(
    name: LookupFunction,
    args: LookupArgs,
    options: pulumi.InvokeOptions | undefined,
): Promise<LookupResult> {
    try {
        const asked = { version: packageVersion(), ...options };
        const found = (await pulumi.runtime.invoke(`intune:index:${name}`, { ...args }, asked)) as LookupResult;
        if (!isOpen(found)) {
            return found;
        }
    } catch (error: unknown) {
        throw userError(error instanceof Error ? error.message : String(error));
    }
    throw userError(
        `Lookup failed: ${name}: the settings of its provider are not known in a preview. Use ${name}Output, which waits for them.`,
    );
}

function lookLater(
    name: LookupFunction,
    args: LookupInputs,
    options: pulumi.InvokeOutputOptions | undefined,
): pulumi.Output<LookupResult> {
    const asked = { version: packageVersion(), ...options };
    return pulumi.runtime
        .invokeOutput<LookupResult>(`intune:index:${name}`, { ...args }, asked)
        .apply((found) => (isOpen(found) ? (pulumi.unknown as unknown as LookupResult) : found));
}

/**
 * A group of Entra by display name or id, looked up by the plugin. Needs the permission GroupMember.Read.All.
 *
 * `options.provider` names the tenant, where a program has several. Lookups run in previews too, so a name that nothing
 * has, or more than one object, ends a run before anything is written; the error lists the ids of the candidates. What is
 * asked for at the same time travels in one request.
 *
 * Follows `GET /groups`.
 */
export function getGroup(args: LookupArgs, options?: pulumi.InvokeOptions): Promise<LookupResult> {
    return look("getGroup", args, options);
}

/** getGroup for values that may be known later. */
export function getGroupOutput(args: LookupInputs, options?: pulumi.InvokeOutputOptions): pulumi.Output<LookupResult> {
    return lookLater("getGroup", args, options);
}

/** An assignment filter of Intune, like getGroup. Follows `GET /deviceManagement/assignmentFilters`. */
export function getAssignmentFilter(args: LookupArgs, options?: pulumi.InvokeOptions): Promise<LookupResult> {
    return look("getAssignmentFilter", args, options);
}

/** getAssignmentFilter for values that may be known later. */
export function getAssignmentFilterOutput(
    args: LookupInputs,
    options?: pulumi.InvokeOutputOptions,
): pulumi.Output<LookupResult> {
    return lookLater("getAssignmentFilter", args, options);
}

/** A device configuration, like getGroup. Follows `GET /deviceManagement/deviceConfigurations`. */
export function getDeviceConfiguration(args: LookupArgs, options?: pulumi.InvokeOptions): Promise<LookupResult> {
    return look("getDeviceConfiguration", args, options);
}

/** getDeviceConfiguration for values that may be known later. */
export function getDeviceConfigurationOutput(
    args: LookupInputs,
    options?: pulumi.InvokeOutputOptions,
): pulumi.Output<LookupResult> {
    return lookLater("getDeviceConfiguration", args, options);
}

/** A compliance policy, like getGroup. Follows `GET /deviceManagement/deviceCompliancePolicies`. */
export function getDeviceCompliancePolicy(args: LookupArgs, options?: pulumi.InvokeOptions): Promise<LookupResult> {
    return look("getDeviceCompliancePolicy", args, options);
}

/** getDeviceCompliancePolicy for values that may be known later. */
export function getDeviceCompliancePolicyOutput(
    args: LookupInputs,
    options?: pulumi.InvokeOutputOptions,
): pulumi.Output<LookupResult> {
    return lookLater("getDeviceCompliancePolicy", args, options);
}

/** An enrollment configuration, like getGroup. Follows `GET /deviceManagement/deviceEnrollmentConfigurations`. */
export function getEnrollmentConfiguration(args: LookupArgs, options?: pulumi.InvokeOptions): Promise<LookupResult> {
    return look("getEnrollmentConfiguration", args, options);
}

/** getEnrollmentConfiguration for values that may be known later. */
export function getEnrollmentConfigurationOutput(
    args: LookupInputs,
    options?: pulumi.InvokeOutputOptions,
): pulumi.Output<LookupResult> {
    return lookLater("getEnrollmentConfiguration", args, options);
}
