import assert from "node:assert/strict";
import { containsUnknown, isUnknown } from "../../provider/assignment/unknown";
import { validate, type CheckContext, type ResourceName } from "../../provider/assignment/validate";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const policy = "3f8b2a52-6c0f-4c2e-9b1d-0c6a2f1f7a11";
const group = "8d1f6c1e-51c7-4f0b-a3a5-5b6f0a9f2c10";
const beta: CheckContext = { apiVersion: "beta", writeMode: "auto" };
const v1: CheckContext = { apiVersion: "v1.0", writeMode: "auto" };

describe("validate: values that a preview does not know yet (pulumi/pulumi#6310)", () => {
    const passing: readonly (readonly [string, ResourceName, unknown, CheckContext?])[] = [
        [
            "a policy's id",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: unknown, target: { type: "allDevices" } },
        ],
        [
            "an enrollment configuration's id",
            "EnrollmentConfigurationAssignment",
            { deviceEnrollmentConfigurationId: unknown, target: { type: "allDevices" } },
        ],
        [
            "a user",
            "EnrollmentConfigurationAssignment",
            { deviceEnrollmentConfigurationId: policy, target: unknown, userId: unknown },
            v1,
        ],
        ["a whole target", "DeviceConfigurationAssignment", { deviceConfigurationId: policy, target: unknown }],
        [
            "a target's type",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: unknown, groupId: "judged later" } },
        ],
        [
            "a group",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: "group", groupId: unknown } },
        ],
        [
            "a collection",
            "DeviceConfigurationAssignment",
            {
                deviceConfigurationId: policy,
                target: { type: "configurationManagerCollection", collectionId: unknown },
            },
        ],
        [
            "a filter",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: "allDevices", filterId: unknown, filterType: unknown } },
        ],
        [
            "a filter on v1.0, which may turn out absent",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: "allDevices", filterId: unknown } },
            v1,
        ],
        [
            "half a filter, which may turn out absent",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: "allDevices", filterId: unknown } },
        ],
        [
            "the other half",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: "allDevices", filterType: unknown } },
        ],
        [
            "a filter type",
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: policy, target: { type: "allDevices", filterId: group, filterType: unknown } },
        ],
        [
            "a whole list of targets",
            "DeviceConfigurationAssignmentSet",
            { deviceConfigurationId: policy, targets: unknown },
        ],
        [
            "elements of a list, equal as they look",
            "DeviceConfigurationAssignmentSet",
            {
                deviceConfigurationId: policy,
                targets: [
                    unknown,
                    unknown,
                    { type: "group", groupId: unknown },
                    { type: "group", groupId: unknown },
                    { type: unknown },
                ],
            },
        ],
    ];
    for (const [title, resource, inputs, context = beta] of passing) {
        it(`passes ${title} and returns it untouched`, () => {
            assert.deepEqual(validate(resource, inputs, context), { failures: [], inputs });
        });
    }

    it("passes when nothing at all is known", () => {
        assert.deepEqual(validate("DeviceConfigurationAssignment", unknown, v1), { failures: [], inputs: {} });
    });

    it("goes on judging what is known", () => {
        const inputs = {
            deviceConfigurationId: "x",
            target: { type: "group", groupId: unknown, filterId: "y", filterType: unknown, colour: unknown },
        };
        const { failures } = validate("DeviceConfigurationAssignment", inputs, beta);
        assert.deepEqual(failures.map(({ property }) => property).sort(), [
            "deviceConfigurationId",
            "target.colour",
            "target.filterId",
        ]);
    });

    it("still refuses what is wrong whatever the value: names, settings, the same target twice", () => {
        const inputs = {
            deviceCompliancePolicyId: unknown,
            targets: [{ type: "allDevices" }, { type: "allDevices", filterId: unknown, filterType: unknown }],
            policy: unknown,
        };
        const { failures } = validate("DeviceCompliancePolicyAssignmentSet", inputs, {
            apiVersion: "v1.0",
            writeMode: "reference",
        });
        assert.deepEqual(failures.map(({ property }) => property).sort(), ["", "", "policy", "targets[1]"]);
    });
});

describe("isUnknown and containsUnknown", () => {
    it("know the engine's text for an unknown value, alone and inside anything", () => {
        assert.equal(isUnknown(unknown), true);
        assert.equal(isUnknown([unknown]), false);
        assert.equal(containsUnknown(unknown), true);
        assert.equal(containsUnknown({ a: [1, { b: unknown }] }), true);
        assert.equal(containsUnknown({ a: [1, null, { b: "known" }], c: undefined }), false);
        assert.equal(containsUnknown(null), false);
    });

    it("end on cycles and on any depth", () => {
        const cycle: Record<string, unknown> = {};
        cycle["self"] = cycle;
        assert.equal(containsUnknown(cycle), false);
        let deep: unknown = unknown;
        for (let depth = 0; depth < 100_000; depth++) {
            deep = [deep];
        }
        assert.equal(containsUnknown(deep), true);
    });
});
