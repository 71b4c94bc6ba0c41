import assert from "node:assert/strict";
import { identityOf, likelyRowId, slotOf } from "../../provider/assignment/identity";
import { pathSegment } from "../../provider/assignment/policy";
import { readRow } from "../../provider/assignment/row";
import { fromGraphTarget, toGraphTarget } from "../../provider/assignment/target";
import type { Target } from "../../provider/assignment/arguments";

const groupId = "60000000-0000-4000-8000-000000000001";
const filter = { filterId: "f0000000-0000-4000-8000-000000000001", filterType: "include" } as const;

const targets: readonly Target[] = [
    { type: "allDevices" },
    { type: "allLicensedUsers", ...filter },
    { type: "group", groupId },
    { type: "group", groupId, ...filter },
    { type: "exclusionGroup", groupId },
    { type: "configurationManagerCollection", collectionId: "SMS00001", ...filter },
];

describe("a target", () => {
    it("is the same after a way to Graph and back", () => {
        for (const target of targets) {
            assert.deepEqual(fromGraphTarget(toGraphTarget(target)), target);
        }
    });

    it("is unknown without its type or its key, so that nobody touches it", () => {
        const type = (name: string): string => `#microsoft.graph.${name}AssignmentTarget`;
        for (const raw of [
            {},
            { "@odata.type": 7 },
            { "@odata.type": type("group") },
            { "@odata.type": type("exclusionGroup"), groupId: null },
            { "@odata.type": type("configurationManagerCollection"), collectionId: 1 },
            { "@odata.type": type("somethingNew"), groupId },
        ]) {
            assert.equal(fromGraphTarget(raw as Parameters<typeof fromGraphTarget>[0]), undefined, JSON.stringify(raw));
        }
    });

    it("is told from every other by its identity, and shares a slot with the exclusion of the same group alone", () => {
        assert.equal(new Set(targets.map(identityOf)).size, 5);
        assert.equal(new Set(targets.map(slotOf)).size, 4);
    });

    it("has the id that Intune most likely derives", () => {
        assert.deepEqual(
            targets.map((target) => likelyRowId("p", target)),
            [
                "p_adadadad-808e-44e2-905a-0b7873a8a531",
                "p_acacacac-9df4-4c7d-9d50-4ef0226f57a9",
                `p_${groupId}`,
                `p_${groupId}`,
                `p_${groupId}`,
                "p_SMS00001",
            ],
        );
    });
});

describe("an id in a Graph path", () => {
    it("stays in its place whatever it holds", () => {
        assert.equal(pathSegment("a/b?c#d%2e"), "a%2Fb%3Fc%23d%252e");
        assert.equal(pathSegment("someone@example.org"), "someone@example.org");
        for (const id of ["", ".", ".."]) {
            assert.throws(() => pathSegment(id), /can't be part of a Graph path/);
        }
    });
});

describe("an assignment in an answer", () => {
    it("is none without an id, or nested deeper than it could be sent back", () => {
        let deep: unknown = {};
        for (let level = 0; level < 60; level += 1) {
            deep = [deep];
        }
        for (const raw of [undefined, null, [], "x", {}, { id: 1 }, { id: "a", target: deep }]) {
            assert.equal(readRow(raw), undefined);
        }
        assert.equal(readRow({ id: "a", target: null })?.target, undefined);
    });
});
