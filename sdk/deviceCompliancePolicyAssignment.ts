import * as pulumi from "@pulumi/pulumi";
import type { DeviceCompliancePolicyAssignmentInputs, Target } from "../provider/assignment/arguments";
import type { DeepInput } from "./deepInput";
import { claimRow } from "./ownership";
import { isResourceOf, resourceProperties, typeToken } from "./resource";

const token = typeToken("DeviceCompliancePolicyAssignment");

/** Arguments of DeviceCompliancePolicyAssignment. */
export interface DeviceCompliancePolicyAssignmentArgs {
    /** Id of the compliance policy. */
    readonly deviceCompliancePolicyId: pulumi.Input<DeviceCompliancePolicyAssignmentInputs["deviceCompliancePolicyId"]>;
    /** Who gets it: all devices, all users, a group, a group's exclusion or a ConfigMgr collection. */
    readonly target: DeepInput<Target>;
}

/**
 * One assignment of one compliance policy. Other assignments of the same policy are left alone.
 *
 * Follows `POST /deviceManagement/deviceCompliancePolicies/{id}/assignments` (deviceCompliancePolicyAssignment).
 *
 * @example
 * ```typescript
 * import { DeviceCompliancePolicyAssignment } from "pulumi-intune";
 *
 * new DeviceCompliancePolicyAssignment("encryption-for-all", {
 *     deviceCompliancePolicyId: "b1f2c3d4-0000-4000-8000-000000000002",
 *     target: { type: "group", groupId: "5d6b1f0e-6f0b-4a5e-9c0e-0d6c1a2b3c4d" },
 * });
 * ```
 */
export class DeviceCompliancePolicyAssignment extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    declare readonly deviceCompliancePolicyId: pulumi.Output<string>;
    declare readonly target: pulumi.Output<Target>;
    /** Id of the assignment, derived by Intune. */
    declare readonly assignmentId: pulumi.Output<string>;
    /** `direct`, or `policySets` for what a policy set made; undefined on v1.0. */
    declare readonly source: pulumi.Output<string | undefined>;
    /** Id of what made the assignment: the policy itself for a direct one; undefined on v1.0. */
    declare readonly sourceId: pulumi.Output<string | undefined>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceCompliancePolicyAssignment {
        return isResourceOf(value, token);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and the target; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: DeviceCompliancePolicyAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
        super(token, name, resourceProperties("complianceRow", args, ["assignmentId", "source", "sourceId"]), opts);
        claimRow(
            this,
            name,
            pulumi.interpolate`deviceManagement/deviceCompliancePolicies/${args.deviceCompliancePolicyId}`,
            args.target,
        );
    }
}
