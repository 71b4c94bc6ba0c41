import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../provider/assignment/arguments";
import type { Assignment } from "./assignment";
import type { DeepInput } from "./deepInput";
import { claimSet } from "./ownership";
import { dynamicToken, isResourceOf, registration, type ResourceClass } from "./resource";

const resourceClass: ResourceClass = {
    name: "DeviceCompliancePolicyAssignmentSet",
    handler: "complianceSet",
    properties: ["deviceCompliancePolicyId", "targets", "assignments"],
};

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
    static readonly __pulumiType: string = dynamicToken(resourceClass.name);

    declare readonly deviceCompliancePolicyId: pulumi.Output<string>;
    declare readonly targets: pulumi.Output<Target[]>;
    /** The assignments as Graph has them. */
    declare readonly assignments: pulumi.Output<Assignment[]>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceCompliancePolicyAssignmentSet {
        return isResourceOf(value, DeviceCompliancePolicyAssignmentSet.__pulumiType);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and its targets; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: DeviceCompliancePolicyAssignmentSetArgs, opts?: pulumi.CustomResourceOptions) {
        super(...registration(resourceClass, new.target.__pulumiType, name, args, opts));
        if (opts?.id === undefined) {
            claimSet(
                this,
                name,
                pulumi.interpolate`deviceManagement/deviceCompliancePolicies/${args.deviceCompliancePolicyId}`,
            );
        }
    }
}
