import * as pulumi from "@pulumi/pulumi";
import type { DeviceConfigurationAssignmentInputs, Target } from "../provider/assignment/arguments";
import type { DeepInput } from "./deepInput";
import { claimRow } from "./ownership";
import { isResourceOf, resourceProperties, typeToken } from "./resource";

const token = typeToken("DeviceConfigurationAssignment");

/** Arguments of DeviceConfigurationAssignment. */
export interface DeviceConfigurationAssignmentArgs {
    /** Id of the device configuration. */
    readonly deviceConfigurationId: pulumi.Input<DeviceConfigurationAssignmentInputs["deviceConfigurationId"]>;
    /** Who gets it: all devices, all users, a group, a group's exclusion or a ConfigMgr collection. */
    readonly target: DeepInput<Target>;
}

/**
 * One assignment of one device configuration. Other assignments of the same policy are left alone.
 *
 * Follows `POST /deviceManagement/deviceConfigurations/{id}/assignments` (deviceConfigurationAssignment).
 *
 * @example
 * ```typescript
 * import { DeviceConfigurationAssignment } from "pulumi-intune";
 *
 * new DeviceConfigurationAssignment("wifi-for-berlin", {
 *     deviceConfigurationId: "b1f2c3d4-0000-4000-8000-000000000001",
 *     target: { type: "group", groupId: "5d6b1f0e-6f0b-4a5e-9c0e-0d6c1a2b3c4d" },
 * });
 * ```
 */
export class DeviceConfigurationAssignment extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    declare readonly deviceConfigurationId: pulumi.Output<string>;
    declare readonly target: pulumi.Output<Target>;
    /** Id of the assignment, derived by Intune. */
    declare readonly assignmentId: pulumi.Output<string>;
    /** `direct`, or `policySets` for what a policy set made; undefined on v1.0. */
    declare readonly source: pulumi.Output<string | undefined>;
    /** Id of what made the assignment: the policy itself for a direct one; undefined on v1.0. */
    declare readonly sourceId: pulumi.Output<string | undefined>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceConfigurationAssignment {
        return isResourceOf(value, token);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and the target; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: DeviceConfigurationAssignmentArgs, opts?: pulumi.CustomResourceOptions) {
        super(token, name, resourceProperties("configurationRow", args, ["assignmentId", "source", "sourceId"]), opts);
        claimRow(
            this,
            name,
            pulumi.interpolate`deviceManagement/deviceConfigurations/${args.deviceConfigurationId}`,
            args.target,
        );
    }
}
