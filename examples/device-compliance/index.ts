// A compliance policy for everybody, and for the devices of a ConfigMgr collection.
import { DeviceCompliancePolicyAssignment } from "pulumi-intune";

const minimumWindowsVersion = "d0000000-0000-4000-8000-000000000002";
const corporateWindowsDevices = "f0000000-0000-4000-8000-000000000001";

new DeviceCompliancePolicyAssignment("windows-version-for-all-users", {
    deviceCompliancePolicyId: minimumWindowsVersion,
    target: { type: "allLicensedUsers" },
});

// Collections exist in tenants with tenant attach or co-management.
new DeviceCompliancePolicyAssignment("windows-version-for-servers", {
    deviceCompliancePolicyId: minimumWindowsVersion,
    target: {
        type: "configurationManagerCollection",
        collectionId: "SMS00001",
        filterId: corporateWindowsDevices,
        filterType: "include",
    },
});
