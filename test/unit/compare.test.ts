import assert from "node:assert/strict";
import { compareSnapshots, notCompared } from "../../cli/compare/compare";
import { compareFormats } from "../../cli/compare/formats";
import type { Snapshot } from "../../cli/tenant/snapshot";
import { policy, row, snapshot, snapshotId, to } from "../support/snapshots";

const textOf = (old: Snapshot, now: Snapshot): string[] =>
    compareFormats.text(compareSnapshots(old, now)).trim().split("\n");

describe("two snapshots", () => {
    it("differ in who gained, who lost, and whose filter is another", () => {
        const names = { groups: { [snapshotId.group(1)]: "Sales" } };
        const old = snapshot([policy(1, "P", [row(to.group(1)), row(to.group(2))])], names);
        const now = snapshot([policy(1, "P", [row(to.group(2, 1)), row(to.allDevices)])], names);
        assert.deepEqual(textOf(old, now), [
            `- compliance policy "P": lost, group "Sales" (${snapshotId.group(1)})`,
            `~ compliance policy "P": filter changed, group ${snapshotId.group(2)}, no filter -> include ${snapshotId.filter(1)}`,
            '+ compliance policy "P": gained, all devices',
        ]);
    });

    it("differ in policies that came, went or were renamed", () => {
        const old = snapshot([policy(1, "P", []), policy(2, "Q", [row(to.allUsers)])]);
        const now = snapshot([policy(1, "R", []), policy(3, "S", [row(to.allUsers)])]);
        assert.deepEqual(textOf(old, now), [
            '~ compliance policy "R": policy renamed, P -> R',
            '+ compliance policy "S": policy added',
            '+ compliance policy "S": gained, all users',
            '- compliance policy "Q": policy removed',
        ]);
    });

    it("do not differ in ids of assignments, nor in the order of rows", () => {
        const [a, b] = [to.group(1), to.allDevices];
        const [old, now] = [
            [row(a), row(b)],
            [row(b), row(a)],
        ].map((rows) => snapshot([policy(1, "P", rows)]));
        assert.deepEqual(compareSnapshots(old!, now!), []);
    });

    it("are compared in the kinds that both have read, and the others are named", () => {
        const old = snapshot([], { kinds: ["deviceCompliancePolicy", "deviceConfiguration"] });
        const now = snapshot([policy(1, "P", [row(to.allUsers)], "enrollmentConfiguration")], {
            kinds: ["deviceCompliancePolicy", "enrollmentConfiguration"],
        });
        assert.deepEqual(compareSnapshots(old, now), []);
        assert.deepEqual(notCompared(old, now), [
            "enrollment configuration assignments were not compared: the older snapshot has none.",
            "device configuration assignments were not compared: the newer snapshot has none.",
        ]);
    });
});
