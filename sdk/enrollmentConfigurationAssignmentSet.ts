import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../provider/assignment/arguments";
import type { Assignment } from "./assignment";
import type { DeepInput } from "./deepInput";
import { claimSet } from "./ownership";
import { isResourceOf, resourceProperties, typeToken } from "./resource";

const token = typeToken("EnrollmentConfigurationAssignmentSet");

/** Arguments of EnrollmentConfigurationAssignmentSet. */
export interface EnrollmentConfigurationAssignmentSetArgs {
    /** Id of the enrollment configuration. */
    readonly deviceEnrollmentConfigurationId: pulumi.Input<string>;
    /** Everyone who gets it. The order has no meaning; `[]` means nobody. */
    readonly targets: DeepInput<Target[]>;
}

/**
 * All direct assignments of one enrollment configuration: whatever else is assigned there by hand is removed. Assignments that come
 * from policy sets are neither removed nor written.
 *
 * Follows `POST /deviceManagement/deviceEnrollmentConfigurations/{id}/assign`.
 *
 * @example
 * ```typescript
 * import { EnrollmentConfigurationAssignmentSet } from "pulumi-intune";
 *
 * new EnrollmentConfigurationAssignmentSet("status-page", {
 *     deviceEnrollmentConfigurationId: "b1f2c3d4-0000-4000-8000-000000000003_Windows10EnrollmentCompletionPageConfiguration",
 *     targets: [{ type: "allDevices" }],
 * });
 * ```
 */
export class EnrollmentConfigurationAssignmentSet extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    declare readonly deviceEnrollmentConfigurationId: pulumi.Output<string>;
    declare readonly targets: pulumi.Output<Target[]>;
    /** The assignments as Graph has them. */
    declare readonly assignments: pulumi.Output<Assignment[]>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is EnrollmentConfigurationAssignmentSet {
        return isResourceOf(value, token);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and its targets; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: EnrollmentConfigurationAssignmentSetArgs, opts?: pulumi.CustomResourceOptions) {
        super(token, name, resourceProperties("enrollmentSet", args, ["assignments"]), opts);
        claimSet(
            this,
            name,
            pulumi.interpolate`deviceManagement/deviceEnrollmentConfigurations/${args.deviceEnrollmentConfigurationId}`,
        );
    }
}
