// What every tenant of the fleet has. Names are the same everywhere, ids are not: so everything is looked up.
import { DeviceCompliancePolicyAssignmentSet, getDeviceCompliancePolicyOutput, getGroupOutput } from "pulumi-intune";
import type { Output } from "@pulumi/pulumi";

const groupId = (displayName: string): Output<string> => getGroupOutput({ displayName }).id;

/** Policies by name, and the groups that get them. */
const assigned: Readonly<Record<string, readonly string[]>> = {
    "Minimum Windows version": ["All staff"],
    "No jailbreak": ["Sales", "Engineering"],
};

for (const [policy, groups] of Object.entries(assigned)) {
    new DeviceCompliancePolicyAssignmentSet(policy.toLowerCase().replaceAll(" ", "-"), {
        deviceCompliancePolicyId: getDeviceCompliancePolicyOutput({ displayName: policy }).id,
        targets: groups.map((name) => ({ type: "group" as const, groupId: groupId(name) })),
    });
}
