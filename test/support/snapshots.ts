import type { KindName } from "../../provider/assignment/kinds";
import { kindNames } from "../../cli/tenant/read";
import type { Snapshot, SnapshotPolicy, SnapshotRow } from "../../cli/tenant/snapshot";

const block = (first: string, number: number): string => `${first}-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Ids of the made-up tenants, by number from 1. */
export const snapshotId = {
    policy: (number: number): string => block("b0000000", number),
    group: (number: number): string => block("60000000", number),
    filter: (number: number): string => block("f0000000", number),
};

type Target = SnapshotRow["target"];

export const to = {
    group: (number: number, filter?: number): Target => ({
        type: "group",
        groupId: snapshotId.group(number),
        ...(filter === undefined ? {} : { filterId: snapshotId.filter(filter), filterType: "include" }),
    }),
    notGroup: (number: number): Target => ({ type: "exclusionGroup", groupId: snapshotId.group(number) }),
    allDevices: { type: "allDevices" },
    allUsers: { type: "allLicensedUsers" },
} as const;

let rowNumber = 0;

export function row(target: Target, source: SnapshotRow["source"] = "direct"): SnapshotRow {
    rowNumber += 1;
    return { id: `row-${String(rowNumber)}`, target, source };
}

export function policy(
    number: number,
    displayName: string,
    assignments: readonly SnapshotRow[],
    kind: KindName = "deviceCompliancePolicy",
): SnapshotPolicy {
    return { kind, id: snapshotId.policy(number), displayName, odataType: "", assignments };
}

export function snapshot(policies: readonly SnapshotPolicy[], part: Partial<Snapshot> = {}): Snapshot {
    return {
        version: 1,
        takenAt: "2026-11-24T06:00:00.000Z",
        kinds: kindNames,
        policies,
        groups: {},
        filters: {},
        gaps: [],
        ...part,
    };
}

/** A small tenant with one of everything that a report shows. */
export function sampleSnapshot(): Snapshot {
    const names = ["Berlin laptops", "Break-glass accounts", "Pilot ring", "Sales", "Kiosks", "Executives"];
    return snapshot(
        [
            policy(
                1,
                "Windows baseline",
                [row(to.allDevices), row(to.notGroup(2)), row(to.group(1))],
                "deviceConfiguration",
            ),
            policy(2, "Wi-Fi Berlin", [row(to.group(1, 1)), row(to.group(4))], "deviceConfiguration"),
            policy(3, "Kiosk mode", [row(to.group(5))], "deviceConfiguration"),
            policy(4, "Update ring: pilot", [row(to.group(3)), row(to.notGroup(6))], "deviceConfiguration"),
            policy(5, "VPN, retired", [], "deviceConfiguration"),
            policy(6, "Encryption required", [row(to.allUsers), row(to.notGroup(2))]),
            policy(7, "Minimum OS version", [row(to.group(3, 2)), row(to.group(3, 1), "policySets"), row(to.group(4))]),
            policy(8, "Antivirus on", [row(to.group(6)), row(to.notGroup(6), "policySets")]),
            policy(9, "Enrolment status page", [row(to.group(1)), row(to.group(4))], "enrollmentConfiguration"),
        ],
        {
            groups: Object.fromEntries(names.map((name, at) => [snapshotId.group(at + 1), name])),
            filters: {
                [snapshotId.filter(1)]: {
                    displayName: "Corporate devices",
                    platform: "windows10AndLater",
                    rule: '(device.deviceOwnership -eq "Corporate")',
                },
                [snapshotId.filter(2)]: { displayName: "Virtual machines", platform: "windows10AndLater", rule: "" },
            },
        },
    );
}

/** What `pulumi stack export` says of the sample: its rows and sets on both hosts, with drift of every kind. */
export function sampleStack(): string {
    const urn = (name: string): string => `urn:pulumi:test::intune::type::${name}`;
    const resources = [
        {
            urn: urn("baseline"),
            type: "intune:index:DeviceConfigurationAssignmentSet",
            inputs: { deviceConfigurationId: snapshotId.policy(1), targets: [to.allDevices, to.notGroup(2)] },
        },
        {
            urn: urn("wifi"),
            type: "pulumi-nodejs:dynamic/intune:DeviceConfigurationAssignment",
            inputs: { deviceConfigurationId: snapshotId.policy(2), target: to.group(1) },
        },
        {
            urn: urn("kiosk"),
            type: "intune:index:DeviceConfigurationAssignment",
            inputs: { deviceConfigurationId: snapshotId.policy(3).toUpperCase(), target: to.group(5) },
        },
        {
            urn: urn("vpn"),
            type: "pulumi-nodejs:dynamic/intune:DeviceConfigurationAssignment",
            inputs: { deviceConfigurationId: snapshotId.policy(5), target: to.group(4) },
        },
        { urn: urn("stack"), type: "pulumi:pulumi:Stack" },
    ];
    return JSON.stringify({ version: 3, deployment: { resources } });
}

/** A tenant of any size: each policy with five assignments to ever other groups. */
export function largeSnapshot(policies: number, groups: number): Snapshot {
    const kinds: readonly KindName[] = ["deviceConfiguration", "deviceCompliancePolicy", "enrollmentConfiguration"];
    return snapshot(
        Array.from({ length: policies }, (_, at) => {
            const first = (at * 7) % groups;
            const targets = [0, 1, 2, 3, 4].map((step) => ((first + step * (1 + (at % 13))) % groups) + 1);
            return policy(
                at + 1,
                `Policy ${String(at + 1)} for a department with a name of usual length`,
                targets.map((number, place) =>
                    row(place === 4 ? to.notGroup(number) : to.group(number, place === 0 ? 1 : undefined)),
                ),
                kinds[at % kinds.length] ?? "deviceConfiguration",
            );
        }),
        {
            groups: Object.fromEntries(
                Array.from({ length: groups }, (_, at) => [
                    snapshotId.group(at + 1),
                    `Department ${String(at + 1)} devices`,
                ]),
            ),
            filters: {
                [snapshotId.filter(1)]: { displayName: "Corporate devices", platform: "windows10AndLater", rule: "" },
            },
        },
    );
}
