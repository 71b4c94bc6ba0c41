package main

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"pulumi-intune.local/sdk/go/intune"
)

// Ids of the simulator's tenant. In yours, the address bar of the Intune admin center shows them.
const (
	wifiBerlin             = "c0000000-0000-4000-8000-000000000001"
	bitLocker              = "c0000000-0000-4000-8000-000000000002"
	diskEncryptionRequired = "d0000000-0000-4000-8000-000000000001"
	statusPageForSales     = "e0000000-0000-4000-8000-000000000001_Windows10EnrollmentCompletionPageConfiguration"
)

// groupID looks a group up by its name.
func groupID(ctx *pulumi.Context, displayName string) (pulumi.StringInput, error) {
	group, err := intune.GetGroup(ctx, &intune.GetGroupArgs{DisplayName: &displayName})
	if err != nil {
		return nil, err
	}
	return pulumi.String(group.Id), nil
}

// filterID looks an assignment filter up by its name.
func filterID(ctx *pulumi.Context, displayName string) (pulumi.StringInput, error) {
	filter, err := intune.GetAssignmentFilter(ctx, &intune.GetAssignmentFilterArgs{DisplayName: &displayName})
	if err != nil {
		return nil, err
	}
	return pulumi.String(filter.Id), nil
}

// assignments declares one resource for each assignment; what others have assigned stays as it is.
func assignments(ctx *pulumi.Context) error {
	sales, err := groupID(ctx, "Sales")
	if err != nil {
		return err
	}
	berlinOffice, err := groupID(ctx, "Berlin office")
	if err != nil {
		return err
	}
	contractors, err := groupID(ctx, "Contractors")
	if err != nil {
		return err
	}
	corporateWindowsDevices, err := filterID(ctx, "Corporate Windows devices")
	if err != nil {
		return err
	}
	virtualMachines, err := filterID(ctx, "Virtual machines")
	if err != nil {
		return err
	}

	// The Berlin office gets its Wi-Fi.
	if _, err := intune.NewDeviceConfigurationAssignment(ctx, "wifi-for-berlin", &intune.DeviceConfigurationAssignmentArgs{
		DeviceConfigurationId: pulumi.String(wifiBerlin),
		Target:                intune.TargetArgs{Type: intune.TargetTypeGroup, GroupId: berlinOffice.ToStringOutput()},
	}); err != nil {
		return err
	}

	// BitLocker on all devices that the company owns ...
	if _, err := intune.NewDeviceConfigurationAssignment(ctx, "bitlocker-everywhere", &intune.DeviceConfigurationAssignmentArgs{
		DeviceConfigurationId: pulumi.String(bitLocker),
		Target: intune.TargetArgs{
			Type:       intune.TargetTypeAllDevices,
			FilterId:   corporateWindowsDevices.ToStringOutput(),
			FilterType: intune.FilterTypeInclude,
		},
	}); err != nil {
		return err
	}

	// ... but not for contractors.
	if _, err := intune.NewDeviceConfigurationAssignment(ctx, "bitlocker-not-for-contractors", &intune.DeviceConfigurationAssignmentArgs{
		DeviceConfigurationId: pulumi.String(bitLocker),
		Target:                intune.TargetArgs{Type: intune.TargetTypeExclusionGroup, GroupId: contractors.ToStringOutput()},
	}); err != nil {
		return err
	}

	// Sales have to encrypt their disks, virtual machines aside.
	if _, err := intune.NewDeviceCompliancePolicyAssignment(ctx, "encryption-for-sales", &intune.DeviceCompliancePolicyAssignmentArgs{
		DeviceCompliancePolicyId: pulumi.String(diskEncryptionRequired),
		Target: intune.TargetArgs{
			Type:       intune.TargetTypeGroup,
			GroupId:    sales.ToStringOutput(),
			FilterId:   virtualMachines.ToStringOutput(),
			FilterType: intune.FilterTypeExclude,
		},
	}); err != nil {
		return err
	}

	// New devices of Sales show how far their set-up is.
	_, err = intune.NewEnrollmentConfigurationAssignment(ctx, "status-page-for-sales", &intune.EnrollmentConfigurationAssignmentArgs{
		DeviceEnrollmentConfigurationId: pulumi.String(statusPageForSales),
		Target:                          intune.TargetArgs{Type: intune.TargetTypeGroup, GroupId: sales.ToStringOutput()},
	})
	return err
}
