import * as pulumi from "@pulumi/pulumi";
import type { Target } from "../provider/assignment/arguments";
import type { Assignment } from "./assignment";
import type { DeepInput } from "./deepInput";
import { claimSet } from "./ownership";
import { isResourceOf, resourceProperties, typeToken } from "./resource";

const token = typeToken("DeviceConfigurationAssignmentSet");

/** Arguments of DeviceConfigurationAssignmentSet. */
export interface DeviceConfigurationAssignmentSetArgs {
    /** Id of the device configuration. */
    readonly deviceConfigurationId: pulumi.Input<string>;
    /** Everyone who gets it. The order has no meaning; `[]` means nobody. */
    readonly targets: DeepInput<Target[]>;
}

/**
 * All direct assignments of one device configuration: whatever else is assigned there by hand is removed. Assignments that come
 * from policy sets are neither removed nor written.
 *
 * Follows `POST /deviceManagement/deviceConfigurations/{id}/assign`.
 *
 * @example
 * ```typescript
 * import { DeviceConfigurationAssignmentSet } from "pulumi-intune";
 *
 * new DeviceConfigurationAssignmentSet("wifi", {
 *     deviceConfigurationId: "b1f2c3d4-0000-4000-8000-000000000001",
 *     targets: [{ type: "allDevices" }],
 * });
 * ```
 */
export class DeviceConfigurationAssignmentSet extends pulumi.CustomResource {
    static readonly __pulumiType = token;

    declare readonly deviceConfigurationId: pulumi.Output<string>;
    declare readonly targets: pulumi.Output<Target[]>;
    /** The assignments as Graph has them. */
    declare readonly assignments: pulumi.Output<Assignment[]>;

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceConfigurationAssignmentSet {
        return isResourceOf(value, token);
    }

    /**
     * @param name Unique name of the resource in the stack.
     * @param args The policy and its targets; wrong ones are refused by `pulumi preview`, before anything is sent.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: DeviceConfigurationAssignmentSetArgs, opts?: pulumi.CustomResourceOptions) {
        super(token, name, resourceProperties("configurationSet", args, ["assignments"]), opts);
        claimSet(this, name, pulumi.interpolate`deviceManagement/deviceConfigurations/${args.deviceConfigurationId}`);
    }
}
