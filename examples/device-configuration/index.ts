// A device configuration for all devices of a kind, with two exceptions.
import { DeviceConfigurationAssignment } from "pulumi-intune";

const kioskLockdown = "c0000000-0000-4000-8000-000000000004";
const kioskDevices = "60000000-0000-4000-8000-000000000005";
const breakGlassAccounts = "60000000-0000-4000-8000-000000000007";
const virtualMachines = "f0000000-0000-4000-8000-000000000003";

const kiosks = new DeviceConfigurationAssignment("lockdown-for-kiosks", {
    deviceConfigurationId: kioskLockdown,
    target: { type: "group", groupId: kioskDevices, filterId: virtualMachines, filterType: "exclude" },
});

// An exclusion carries no filter: it wins over every inclusion.
new DeviceConfigurationAssignment("lockdown-not-for-break-glass", {
    deviceConfigurationId: kioskLockdown,
    target: { type: "exclusionGroup", groupId: breakGlassAccounts },
});

/** Graph's id of the assignment, derived by Intune. */
export const assignmentId = kiosks.assignmentId;
