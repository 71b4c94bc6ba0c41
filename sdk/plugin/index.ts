/**
 * The same classes on the plugin's host, `pulumi-resource-intune`: a program that imports `pulumi-intune/plugin` in place
 * of `pulumi-intune` can import and read what exists, use providers of its own, and see what changes property by property.
 */
export type {
    AllDevicesTarget,
    AllLicensedUsersTarget,
    Assignment,
    ConfigurationManagerCollectionTarget,
    DeepInput,
    DeviceCompliancePolicyAssignmentArgs,
    DeviceCompliancePolicyAssignmentSetArgs,
    DeviceConfigurationAssignmentArgs,
    DeviceConfigurationAssignmentSetArgs,
    EnrollmentConfigurationAssignmentArgs,
    EnrollmentConfigurationAssignmentSetArgs,
    ExclusionGroupTarget,
    GroupTarget,
    Target,
} from "../index";
export * from "./lookups";
export * from "./provider";
export * from "./resources";
