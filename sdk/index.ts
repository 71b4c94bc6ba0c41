/** Everything a program uses. What is not exported here is not for programs. */
export type {
    AllDevicesTarget,
    AllLicensedUsersTarget,
    ConfigurationManagerCollectionTarget,
    ExclusionGroupTarget,
    GroupTarget,
    Target,
} from "../provider/assignment/arguments";
export type { Assignment } from "./assignment";
export type { DeepInput } from "./deepInput";
export * from "./deviceCompliancePolicyAssignment";
export * from "./deviceCompliancePolicyAssignmentSet";
export * from "./deviceConfigurationAssignment";
export * from "./deviceConfigurationAssignmentSet";
export * from "./enrollmentConfigurationAssignment";
export * from "./enrollmentConfigurationAssignmentSet";
export * from "./lookups";
