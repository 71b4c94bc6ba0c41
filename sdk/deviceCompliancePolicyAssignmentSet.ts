import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../provider/assignment/arguments";
import type { Assignment } from "./assignment";
import type { DeepInput } from "./deepInput";
import { claimSet } from "./ownership";
import { isResourceOf, resourceProperties, typeToken } from "./resource";

const token = typeToken("DeviceCompliancePolicyAssignmentSet");

/** Arguments of DeviceCompliancePolicyAssignmentSet. */
export interface DeviceCompliancePolicyAssignmentSetArgs {
    /** Id of the compliance policy. */
    readonly deviceCompliancePolicyId: pulumi.Input<string>;
    /** Everyone who gets it. The order has no meaning; `[]` means nobody. */
    readonly targets: DeepInput<Target[]>;
}

/**
 * All direct assignments of one compliance policy: whatever else is assigned there by hand is removed. Assignments that come
 * from policy sets are neither removed nor written.
 *
 * Follows `POST /deviceManagement/deviceCompliancePolicies/{id}/assign`.
 *
 * @example
 * ```typescript
 * import { DeviceCompliancePolicyAssignmentSet } from "pulumi-intune";
 *
 * new DeviceCompliancePolicyAssignmentSet("encryption", {
 *     deviceCompliancePolicyId: "b1f2c3d4-0000-4000-8000-000000000002",
 *     targets: [{ type: "allDevices" }],
 * });
 * ```
 */
export class DeviceCompliancePolicyAssignmentSet extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    declare readonly deviceCompliancePolicyId: pulumi.Output<string>;
    declare readonly targets: pulumi.Output<Target[]>;
    /** The assignments as Graph has them. */
    declare readonly assignments: pulumi.Output<Assignment[]>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceCompliancePolicyAssignmentSet {
        return isResourceOf(value, token);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and its targets; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: DeviceCompliancePolicyAssignmentSetArgs, opts?: pulumi.CustomResourceOptions) {
        super(token, name, resourceProperties("complianceSet", args, ["assignments"]), opts);
        claimSet(
            this,
            name,
            pulumi.interpolate`deviceManagement/deviceCompliancePolicies/${args.deviceCompliancePolicyId}`,
        );
    }
}
