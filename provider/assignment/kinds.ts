/**
 * The Intune assignment kinds this provider serves, one table row each. Adding a kind is a row here, a schema, a class
 * in the sdk and an example.
 */
export interface Kind {
    /** Navigation below `deviceManagement`. */
    readonly collection: "deviceConfigurations" | "deviceCompliancePolicies" | "deviceEnrollmentConfigurations";
    /** The resource's argument that names the policy. */
    readonly policyArgument: "deviceConfigurationId" | "deviceCompliancePolicyId" | "deviceEnrollmentConfigurationId";
    /** What messages call the policy. */
    readonly noun: string;
    /** `@odata.type` of one assignment. */
    readonly rowType: string;
    /** Name of the list in the body of `assign`. */
    readonly assignKey: "assignments" | "enrollmentConfigurationAssignments";
    /** Whether one of the documents describes `POST assignments/$ref`. */
    readonly hasReference: boolean;
    /** Whether one of the documents describes the kind below `users/{id}`. */
    readonly hasUserScope: boolean;
    /** Least Graph permissions. */
    readonly permissions: { readonly read: string; readonly write: string };
}

export const kinds = {
    deviceConfiguration: {
        collection: "deviceConfigurations",
        policyArgument: "deviceConfigurationId",
        noun: "device configuration",
        rowType: "#microsoft.graph.deviceConfigurationAssignment",
        assignKey: "assignments",
        hasReference: true,
        hasUserScope: false,
        permissions: {
            read: "DeviceManagementConfiguration.Read.All",
            write: "DeviceManagementConfiguration.ReadWrite.All",
        },
    },
    deviceCompliancePolicy: {
        collection: "deviceCompliancePolicies",
        policyArgument: "deviceCompliancePolicyId",
        noun: "compliance policy",
        rowType: "#microsoft.graph.deviceCompliancePolicyAssignment",
        assignKey: "assignments",
        hasReference: false,
        hasUserScope: false,
        permissions: {
            read: "DeviceManagementConfiguration.Read.All",
            write: "DeviceManagementConfiguration.ReadWrite.All",
        },
    },
    enrollmentConfiguration: {
        collection: "deviceEnrollmentConfigurations",
        policyArgument: "deviceEnrollmentConfigurationId",
        noun: "enrollment configuration",
        rowType: "#microsoft.graph.enrollmentConfigurationAssignment",
        assignKey: "enrollmentConfigurationAssignments",
        hasReference: false,
        hasUserScope: true,
        permissions: {
            read: "DeviceManagementServiceConfig.Read.All",
            write: "DeviceManagementServiceConfig.ReadWrite.All",
        },
    },
} as const satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;
