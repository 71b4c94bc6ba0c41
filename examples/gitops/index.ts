// Who gets which policy. What is merged here is what is assigned.
import { DeviceCompliancePolicyAssignmentSet, DeviceConfigurationAssignment } from "pulumi-intune";

// Ids of the simulator's tenant. In yours, the address bar of the Intune admin center shows them.
const groups = {
    allStaff: "60000000-0000-4000-8000-000000000001",
    breakGlassAccounts: "60000000-0000-4000-8000-000000000007",
};
const corporateWindowsDevices = "f0000000-0000-4000-8000-000000000001";
const bitLocker = "c0000000-0000-4000-8000-000000000002";
const minimumWindowsVersion = "d0000000-0000-4000-8000-000000000002";

new DeviceConfigurationAssignment("bitlocker", {
    deviceConfigurationId: bitLocker,
    target: { type: "allDevices", filterId: corporateWindowsDevices, filterType: "include" },
});
new DeviceConfigurationAssignment("bitlocker-not-for-break-glass-accounts", {
    deviceConfigurationId: bitLocker,
    target: { type: "exclusionGroup", groupId: groups.breakGlassAccounts },
});
new DeviceCompliancePolicyAssignmentSet("windows-version", {
    deviceCompliancePolicyId: minimumWindowsVersion,
    targets: [{ type: "group", groupId: groups.allStaff }],
});
