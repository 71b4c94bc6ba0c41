// Who gets which policy. Each resource is one assignment; what others have assigned stays as it is.
import {
    DeviceCompliancePolicyAssignment,
    DeviceConfigurationAssignment,
    EnrollmentConfigurationAssignment,
} from "pulumi-intune";

// Ids of the simulator's tenant. In yours, the address bar of the Intune admin center shows them.
const groups = {
    sales: "60000000-0000-4000-8000-000000000002",
    berlinOffice: "60000000-0000-4000-8000-000000000004",
    contractors: "60000000-0000-4000-8000-000000000008",
};
const filters = {
    corporateWindowsDevices: "f0000000-0000-4000-8000-000000000001",
    virtualMachines: "f0000000-0000-4000-8000-000000000003",
};
const configurations = {
    wifiBerlin: "c0000000-0000-4000-8000-000000000001",
    bitLocker: "c0000000-0000-4000-8000-000000000002",
};
const diskEncryptionRequired = "d0000000-0000-4000-8000-000000000001";
const statusPageForSales = "e0000000-0000-4000-8000-000000000001_Windows10EnrollmentCompletionPageConfiguration";

// The Berlin office gets its Wi-Fi.
new DeviceConfigurationAssignment("wifi-for-berlin", {
    deviceConfigurationId: configurations.wifiBerlin,
    target: { type: "group", groupId: groups.berlinOffice },
});

// BitLocker on all devices that the company owns ...
new DeviceConfigurationAssignment("bitlocker-everywhere", {
    deviceConfigurationId: configurations.bitLocker,
    target: { type: "allDevices", filterId: filters.corporateWindowsDevices, filterType: "include" },
});

// ... but not for contractors.
new DeviceConfigurationAssignment("bitlocker-not-for-contractors", {
    deviceConfigurationId: configurations.bitLocker,
    target: { type: "exclusionGroup", groupId: groups.contractors },
});

// Sales have to encrypt their disks, virtual machines aside.
new DeviceCompliancePolicyAssignment("encryption-for-sales", {
    deviceCompliancePolicyId: diskEncryptionRequired,
    target: { type: "group", groupId: groups.sales, filterId: filters.virtualMachines, filterType: "exclude" },
});

// New devices of Sales show how far their set-up is.
new EnrollmentConfigurationAssignment("status-page-for-sales", {
    deviceEnrollmentConfigurationId: statusPageForSales,
    target: { type: "group", groupId: groups.sales },
});
