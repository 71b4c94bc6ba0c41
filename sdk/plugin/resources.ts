import type * as pulumi from "@pulumi/pulumi";
import * as dynamic from "../index";
import { isResourceOf, pluginToken } from "../resource";

/** Graph has the arguments of what is only read. */
const nothing = {} as never;

// Each class is that of the dynamic host with the plugin's token, and can be read as well (`get`).

/** DeviceConfigurationAssignment, served by the plugin: see the class of the same name in `pulumi-intune`. */
export class DeviceConfigurationAssignment extends dynamic.DeviceConfigurationAssignment {
    static override readonly __pulumiType = pluginToken("DeviceConfigurationAssignment");

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceConfigurationAssignment {
        return isResourceOf(value, DeviceConfigurationAssignment.__pulumiType);
    }

    /** Reads what is there without owning it. `id`: `<policyId>/<assignmentId>`, or the Graph path of the assignment. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): DeviceConfigurationAssignment {
        return new DeviceConfigurationAssignment(name, nothing, { ...opts, id });
    }
}

/** DeviceConfigurationAssignmentSet, served by the plugin: see the class of the same name in `pulumi-intune`. */
export class DeviceConfigurationAssignmentSet extends dynamic.DeviceConfigurationAssignmentSet {
    static override readonly __pulumiType = pluginToken("DeviceConfigurationAssignmentSet");

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceConfigurationAssignmentSet {
        return isResourceOf(value, DeviceConfigurationAssignmentSet.__pulumiType);
    }

    /** Reads what is there without owning it. `id`: `<policyId>`, or the Graph path of the list. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): DeviceConfigurationAssignmentSet {
        return new DeviceConfigurationAssignmentSet(name, nothing, { ...opts, id });
    }
}

/** DeviceCompliancePolicyAssignment, served by the plugin: see the class of the same name in `pulumi-intune`. */
export class DeviceCompliancePolicyAssignment extends dynamic.DeviceCompliancePolicyAssignment {
    static override readonly __pulumiType = pluginToken("DeviceCompliancePolicyAssignment");

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceCompliancePolicyAssignment {
        return isResourceOf(value, DeviceCompliancePolicyAssignment.__pulumiType);
    }

    /** Reads what is there without owning it. `id`: `<policyId>/<assignmentId>`, or the Graph path of the assignment. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): DeviceCompliancePolicyAssignment {
        return new DeviceCompliancePolicyAssignment(name, nothing, { ...opts, id });
    }
}

/** DeviceCompliancePolicyAssignmentSet, served by the plugin: see the class of the same name in `pulumi-intune`. */
export class DeviceCompliancePolicyAssignmentSet extends dynamic.DeviceCompliancePolicyAssignmentSet {
    static override readonly __pulumiType = pluginToken("DeviceCompliancePolicyAssignmentSet");

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is DeviceCompliancePolicyAssignmentSet {
        return isResourceOf(value, DeviceCompliancePolicyAssignmentSet.__pulumiType);
    }

    /** Reads what is there without owning it. `id`: `<policyId>`, or the Graph path of the list. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): DeviceCompliancePolicyAssignmentSet {
        return new DeviceCompliancePolicyAssignmentSet(name, nothing, { ...opts, id });
    }
}

/** EnrollmentConfigurationAssignment, served by the plugin: see the class of the same name in `pulumi-intune`. */
export class EnrollmentConfigurationAssignment extends dynamic.EnrollmentConfigurationAssignment {
    static override readonly __pulumiType = pluginToken("EnrollmentConfigurationAssignment");

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is EnrollmentConfigurationAssignment {
        return isResourceOf(value, EnrollmentConfigurationAssignment.__pulumiType);
    }

    /** Reads what is there without owning it. `id`: `<policyId>/<assignmentId>`, or the Graph path of the assignment. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): EnrollmentConfigurationAssignment {
        return new EnrollmentConfigurationAssignment(name, nothing, { ...opts, id });
    }
}

/** EnrollmentConfigurationAssignmentSet, served by the plugin: see the class of the same name in `pulumi-intune`. */
export class EnrollmentConfigurationAssignmentSet extends dynamic.EnrollmentConfigurationAssignmentSet {
    static override readonly __pulumiType = pluginToken("EnrollmentConfigurationAssignmentSet");

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is EnrollmentConfigurationAssignmentSet {
        return isResourceOf(value, EnrollmentConfigurationAssignmentSet.__pulumiType);
    }

    /** Reads what is there without owning it. `id`: `<policyId>`, or the Graph path of the list. */
    static get(
        name: string,
        id: pulumi.Input<pulumi.ID>,
        opts?: pulumi.CustomResourceOptions,
    ): EnrollmentConfigurationAssignmentSet {
        return new EnrollmentConfigurationAssignmentSet(name, nothing, { ...opts, id });
    }
}
