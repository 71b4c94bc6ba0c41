import { createRequire } from "node:module";
import * as pulumi from "@pulumi/pulumi";
import type { LookupFunction, ProgramLookup } from "../provider/programLookup";
import type { LookupArgs, LookupInputs, LookupResult } from "./lookupArgs";
import { userError } from "./userError";

export type { LookupArgs, LookupInputs, LookupResult } from "./lookupArgs";

// A process may run several programs (Automation API): each has a monitor of its own, and asks anew.
const lookupOfRun = new WeakMap<object, ProgramLookup>();
const noMonitor = {};

/** A program that looks nothing up does not load the way to Graph. */
function createLookup(): ProgramLookup {
    const config = new pulumi.Config("intune");
    const { createProgramLookup } = createRequire(__filename)(
        "../provider/programLookup",
    ) as typeof import("../provider/programLookup");
    return createProgramLookup({ get: (key) => config.get(key.replace(/^intune:/, "")) });
}

function lookupNow(): ProgramLookup {
    const run = (pulumi.runtime.getMonitor() as object | undefined) ?? noMonitor;
    const known = lookupOfRun.get(run) ?? createLookup();
    lookupOfRun.set(run, known);
    return known;
}

async function look(name: LookupFunction, args: LookupArgs): Promise<LookupResult> {
    try {
        return await lookupNow()(name, { ...args });
    } catch (error: unknown) {
        throw userError(error instanceof Error ? error.message : String(error));
    }
}

function lookLater(name: LookupFunction, args: LookupInputs): pulumi.Output<LookupResult> {
    return pulumi.output(args).apply((known) => look(name, known));
}

/**
 * A group of Entra by display name or id. Needs the permission GroupMember.Read.All.
 *
 * Lookups run in previews too, so a name that nothing has, or more than one object, ends a run before anything is
 * written; the error lists the ids of the candidates. What is asked for at the same time travels in one request.
 *
 * Follows `GET /groups`.
 */
export function getGroup(args: LookupArgs): Promise<LookupResult> {
    return look("getGroup", args);
}

/** getGroup for values that may be known later. */
export function getGroupOutput(args: LookupInputs): pulumi.Output<LookupResult> {
    return lookLater("getGroup", args);
}

/** An assignment filter of Intune, like getGroup. Follows `GET /deviceManagement/assignmentFilters`. */
export function getAssignmentFilter(args: LookupArgs): Promise<LookupResult> {
    return look("getAssignmentFilter", args);
}

/** getAssignmentFilter for values that may be known later. */
export function getAssignmentFilterOutput(args: LookupInputs): pulumi.Output<LookupResult> {
    return lookLater("getAssignmentFilter", args);
}

/** A device configuration, like getGroup. Follows `GET /deviceManagement/deviceConfigurations`. */
export function getDeviceConfiguration(args: LookupArgs): Promise<LookupResult> {
    return look("getDeviceConfiguration", args);
}

/** getDeviceConfiguration for values that may be known later. */
export function getDeviceConfigurationOutput(args: LookupInputs): pulumi.Output<LookupResult> {
    return lookLater("getDeviceConfiguration", args);
}

/** A compliance policy, like getGroup. Follows `GET /deviceManagement/deviceCompliancePolicies`. */
export function getDeviceCompliancePolicy(args: LookupArgs): Promise<LookupResult> {
    return look("getDeviceCompliancePolicy", args);
}

/** getDeviceCompliancePolicy for values that may be known later. */
export function getDeviceCompliancePolicyOutput(args: LookupInputs): pulumi.Output<LookupResult> {
    return lookLater("getDeviceCompliancePolicy", args);
}

/** An enrollment configuration, like getGroup. Follows `GET /deviceManagement/deviceEnrollmentConfigurations`. */
export function getEnrollmentConfiguration(args: LookupArgs): Promise<LookupResult> {
    return look("getEnrollmentConfiguration", args);
}

/** getEnrollmentConfiguration for values that may be known later. */
export function getEnrollmentConfigurationOutput(args: LookupInputs): pulumi.Output<LookupResult> {
    return lookLater("getEnrollmentConfiguration", args);
}
