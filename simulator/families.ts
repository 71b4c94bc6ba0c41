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
    /** Whether `documented` mode has POST `.../assignments/$ref`. */
    readonly hasReference: boolean;
    /** The service stores exclusions as inclusions, without an error. */
    readonly losesExclusions: boolean;
    /** Name of Intune's inner service in its error texts. */
    readonly innerService: string;
    /** Navigations that `$expand` may name. */
    readonly expandable: readonly string[];
    readonly permissions: { readonly read: string; readonly write: string };
}

const configurationPermissions = {
    read: "DeviceManagementConfiguration.Read.All",
    write: "DeviceManagementConfiguration.ReadWrite.All",
} as const;

export const families = {
    deviceConfigurations: {
        noun: "Device configurations",
        rowType: "#microsoft.graph.deviceConfigurationAssignment",
        assignKey: "assignments",
        assignAnswers: 200,
        hasRowWrites: true,
        hasReference: true,
        losesExclusions: false,
        innerService: "DeviceConfiguration_2108/StatelessDeviceConfigurationFEService",
        expandable: ["assignments"],
        permissions: configurationPermissions,
    },
    deviceCompliancePolicies: {
        noun: "Compliance policies",
        rowType: "#microsoft.graph.deviceCompliancePolicyAssignment",
        assignKey: "assignments",
        assignAnswers: 200,
        hasRowWrites: false,
        hasReference: false,
        losesExclusions: false,
        innerService: "DeviceConfiguration_2108/StatelessDeviceConfigurationFEService",
        expandable: ["assignments", "scheduledActionsForRule"],
        permissions: configurationPermissions,
    },
    deviceEnrollmentConfigurations: {
        noun: "Enrollment configurations",
        rowType: "#microsoft.graph.enrollmentConfigurationAssignment",
        assignKey: "enrollmentConfigurationAssignments",
        assignAnswers: 204,
        hasRowWrites: false,
        hasReference: false,
        losesExclusions: true,
        innerService: "StatelessOnboardingService",
        expandable: ["assignments"],
        permissions: {
            read: "DeviceManagementServiceConfig.Read.All",
            write: "DeviceManagementServiceConfig.ReadWrite.All",
        },
    },
} as const satisfies Record<string, Family>;

export type FamilyName = keyof typeof families;

export const familyNames = Object.keys(families) as readonly FamilyName[];

export function isFamilyName(name: string | undefined): name is FamilyName {
    return name !== undefined && Object.hasOwn(families, name);
}
