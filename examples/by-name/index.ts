// Who gets which policy, by the names that the admin center shows.
import {
    DeviceCompliancePolicyAssignmentSet,
    DeviceConfigurationAssignment,
    getAssignmentFilterOutput,
    getDeviceCompliancePolicyOutput,
    getDeviceConfigurationOutput,
    getGroupOutput,
} from "pulumi-intune";

const groupId = (displayName: string) => getGroupOutput({ displayName }).id;

// Contractors work on devices of their own: no BitLocker from us.
new DeviceConfigurationAssignment("bitlocker-not-for-contractors", {
    deviceConfigurationId: getDeviceConfigurationOutput({ displayName: "BitLocker" }).id,
    target: { type: "exclusionGroup", groupId: groupId("Contractors") },
});

// Everyone whose Windows has to be recent, in one list.
new DeviceCompliancePolicyAssignmentSet("windows-version", {
    deviceCompliancePolicyId: getDeviceCompliancePolicyOutput({ displayName: "Minimum Windows version" }).id,
    targets: [
        { type: "group", groupId: groupId("Sales") },
        {
            type: "group",
            groupId: groupId("Berlin office"),
            filterId: getAssignmentFilterOutput({ displayName: "Windows 11 only" }).id,
            filterType: "include",
        },
    ],
});
