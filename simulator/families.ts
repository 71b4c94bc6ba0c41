/** The policy families the simulator serves, and what the service really has for each. */
export interface Family {
    readonly noun: string;
    /** `@odata.type` of one assignment. */
    readonly rowType: string;
    /** Key of the list in the body of `assign`. */
    readonly assignKey: string;
    /** 200 with the rows, or 204 with nothing. */
    readonly assignAnswers: 200 | 204;
    /** Whether `service` mode has POST and DELETE of single rows. */
    readonly hasRowWrites: boolean;
    /** The service stores exclusions as inclusions, without an error. */
    readonly losesExclusions: boolean;
    /** Name of Intune's inner service in its error texts. */
    readonly innerService: string;
    readonly permissions: { readonly read: string; readonly write: string };
}

export const families = {
    deviceConfigurations: {
        noun: "Device configurations",
        rowType: "#microsoft.graph.deviceConfigurationAssignment",
        assignKey: "assignments",
        assignAnswers: 200,
        hasRowWrites: true,
        losesExclusions: false,
        innerService: "DeviceConfiguration_2108/StatelessDeviceConfigurationFEService",
        permissions: {
            read: "DeviceManagementConfiguration.Read.All",
            write: "DeviceManagementConfiguration.ReadWrite.All",
        },
    },
    deviceCompliancePolicies: {
        noun: "Compliance policies",
        rowType: "#microsoft.graph.deviceCompliancePolicyAssignment",
        assignKey: "assignments",
        assignAnswers: 200,
        hasRowWrites: false,
        losesExclusions: false,
        innerService: "DeviceConfiguration_2108/StatelessDeviceConfigurationFEService",
        permissions: {
            read: "DeviceManagementConfiguration.Read.All",
            write: "DeviceManagementConfiguration.ReadWrite.All",
        },
    },
    deviceEnrollmentConfigurations: {
        noun: "Enrollment configurations",
        rowType: "#microsoft.graph.enrollmentConfigurationAssignment",
        assignKey: "enrollmentConfigurationAssignments",
        assignAnswers: 204,
        hasRowWrites: false,
        losesExclusions: true,
        innerService: "StatelessOnboardingService",
        permissions: {
            read: "DeviceManagementServiceConfig.Read.All",
            write: "DeviceManagementServiceConfig.ReadWrite.All",
        },
    },
} as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof families;

export function isFamilyName(name: string | undefined): name is FamilyName {
    return name !== undefined && Object.hasOwn(families, name);
}
