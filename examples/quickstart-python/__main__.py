"""Who gets which policy. Each resource is one assignment; what others have assigned stays as it is."""

import pulumi_intune as intune

# Ids of the simulator's tenant. In yours, the address bar of the Intune admin center shows them.
WIFI_BERLIN = "c0000000-0000-4000-8000-000000000001"
BITLOCKER = "c0000000-0000-4000-8000-000000000002"
DISK_ENCRYPTION_REQUIRED = "d0000000-0000-4000-8000-000000000001"
STATUS_PAGE_FOR_SALES = "e0000000-0000-4000-8000-000000000001_Windows10EnrollmentCompletionPageConfiguration"

# Groups and filters by their names.
sales = intune.get_group_output(display_name="Sales")
berlin_office = intune.get_group_output(display_name="Berlin office")
contractors = intune.get_group_output(display_name="Contractors")
corporate_windows_devices = intune.get_assignment_filter_output(display_name="Corporate Windows devices")
virtual_machines = intune.get_assignment_filter_output(display_name="Virtual machines")

# The Berlin office gets its Wi-Fi.
intune.DeviceConfigurationAssignment(
    "wifi-for-berlin",
    device_configuration_id=WIFI_BERLIN,
    target=intune.TargetArgs(type=intune.TargetType.GROUP, group_id=berlin_office.id),
)

# BitLocker on all devices that the company owns ...
intune.DeviceConfigurationAssignment(
    "bitlocker-everywhere",
    device_configuration_id=BITLOCKER,
    target=intune.TargetArgs(
        type=intune.TargetType.ALL_DEVICES,
        filter_id=corporate_windows_devices.id,
        filter_type=intune.FilterType.INCLUDE,
    ),
)

# ... but not for contractors.
intune.DeviceConfigurationAssignment(
    "bitlocker-not-for-contractors",
    device_configuration_id=BITLOCKER,
    target=intune.TargetArgs(type=intune.TargetType.EXCLUSION_GROUP, group_id=contractors.id),
)

# Sales have to encrypt their disks, virtual machines aside.
intune.DeviceCompliancePolicyAssignment(
    "encryption-for-sales",
    device_compliance_policy_id=DISK_ENCRYPTION_REQUIRED,
    target=intune.TargetArgs(
        type=intune.TargetType.GROUP,
        group_id=sales.id,
        filter_id=virtual_machines.id,
        filter_type=intune.FilterType.EXCLUDE,
    ),
)

# New devices of Sales show how far their set-up is.
intune.EnrollmentConfigurationAssignment(
    "status-page-for-sales",
    device_enrollment_configuration_id=STATUS_PAGE_FOR_SALES,
    target=intune.TargetArgs(type=intune.TargetType.GROUP, group_id=sales.id),
)
