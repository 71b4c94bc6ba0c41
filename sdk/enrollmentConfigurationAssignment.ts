import * as pulumi from "@pulumi/pulumi";
import type { EnrollmentConfigurationAssignmentInputs, Target } from "../provider/assignment/arguments";
import type { DeepInput } from "./deepInput";
import { claimRow } from "./ownership";
import { isResourceOf, resourceProperties, typeToken } from "./resource";

const token = typeToken("EnrollmentConfigurationAssignment");

/** Arguments of EnrollmentConfigurationAssignment. */
export interface EnrollmentConfigurationAssignmentArgs {
    /** Id of the enrollment configuration. */
    readonly deviceEnrollmentConfigurationId: pulumi.Input<
        EnrollmentConfigurationAssignmentInputs["deviceEnrollmentConfigurationId"]
    >;
    /** Who gets it: all devices, all users, a group, a group's exclusion or a ConfigMgr collection. */
    readonly target: DeepInput<Target>;
    /** Id or user principal name: then the configuration as that user has it (beta, not on all services). */
    readonly userId?: pulumi.Input<string | undefined>;
}

/**
 * One assignment of one enrollment configuration. Other assignments of the same policy are left alone.
 *
 * Follows `POST /deviceManagement/deviceEnrollmentConfigurations/{id}/assignments` and, with `userId`,
 * `POST /users/{id}/deviceEnrollmentConfigurations/{id}/assignments` (enrollmentConfigurationAssignment).
 *
 * @example
 * ```typescript
 * import { EnrollmentConfigurationAssignment } from "pulumi-intune";
 *
 * new EnrollmentConfigurationAssignment("status-page-for-sales", {
 *     deviceEnrollmentConfigurationId: "b1f2c3d4-0000-4000-8000-000000000003_Windows10EnrollmentCompletionPageConfiguration",
 *     target: { type: "group", groupId: "5d6b1f0e-6f0b-4a5e-9c0e-0d6c1a2b3c4d" },
 * });
 * ```
 */
export class EnrollmentConfigurationAssignment extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    declare readonly deviceEnrollmentConfigurationId: pulumi.Output<string>;
    declare readonly target: pulumi.Output<Target>;
    declare readonly userId: pulumi.Output<string | undefined>;
    /** Id of the assignment, derived by Intune. */
    declare readonly assignmentId: pulumi.Output<string>;
    /** `direct`, or `policySets` for what a policy set made; undefined on v1.0. */
    declare readonly source: pulumi.Output<string | undefined>;
    /** Id of what made the assignment: the policy itself for a direct one; undefined on v1.0. */
    declare readonly sourceId: pulumi.Output<string | undefined>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is EnrollmentConfigurationAssignment {
        return isResourceOf(value, token);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and the target; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: EnrollmentConfigurationAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
        super(token, name, resourceProperties("enrollmentRow", args, ["assignmentId", "source", "sourceId"]), opts);
        claimRow(this, name, policyPath(args), args.target);
    }
}

function policyPath(args: EnrollmentConfigurationAssignmentArgs): pulumi.Output<string> {
    return pulumi
        .all([args.userId, args.deviceEnrollmentConfigurationId])
        .apply(([userId, id]) =>
            userId === undefined
                ? `deviceManagement/deviceEnrollmentConfigurations/${id}`
                : `users/${userId}/deviceEnrollmentConfigurations/${id}`,
        );
}
