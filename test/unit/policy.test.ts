import { unknownCheckingProxy } from "@pulumi/policy";
import type { PolicyResource, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import type { StackValidationPolicy } from "@pulumi/policy";
import assert from "node:assert/strict";
import {
    limitTargets,
    noTenantWideWithoutFilter,
    onlyGroups,
    protectTenantWide,
    requireExclusionGroup,
    requireFilter,
} from "../../sdk/policy";

const policyId = "c0000000-0000-4000-8000-000000000001";
const groupId = "60000000-0000-4000-8000-000000000002";
const breakGlass = "60000000-0000-4000-8000-00000000000a";
const filterId = "f0000000-0000-4000-8000-000000000001";
/** What @pulumi/policy hands out for a text that the preview does not know. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

interface Declared {
    readonly type: string;
    readonly name?: string;
    readonly props: Record<string, unknown>;
    readonly protect?: boolean;
}

const withUnknowns = unknownCheckingProxy as (props: object) => Record<string, unknown>;

const hosts = { dynamic: "pulumi-nodejs:dynamic/intune:", plugin: "intune:index:" };

function row(target: object, more: Partial<Declared> = {}, host = hosts.dynamic): Declared {
    return {
        type: `${host}DeviceConfigurationAssignment`,
        props: { deviceConfigurationId: policyId, target },
        ...more,
    };
}

function set(targets: readonly object[], more: Partial<Declared> = {}): Declared {
    const props = { deviceConfigurationId: policyId, targets };
    return { type: `${hosts.dynamic}DeviceConfigurationAssignmentSet`, props, ...more };
}

function argsOf(
    { type, name = "wifi", props, protect = false }: Declared,
    config: object = {},
): ResourceValidationArgs {
    const view = {
        type,
        name,
        urn: `urn:${name}`,
        props: withUnknowns(props),
        opts: { protect },
        getConfig: () => config,
    };
    return view as unknown as ResourceValidationArgs;
}

async function judge(policy: ResourceValidationPolicy, declared: Declared, config?: object): Promise<string[]> {
    const found: string[] = [];
    const validate = policy.validateResource;
    assert.ok(typeof validate === "function");
    await validate(argsOf(declared, config), (message) => found.push(message));
    return found;
}

async function judgeStack(
    policy: StackValidationPolicy,
    declared: readonly Declared[],
    config: object = {},
): Promise<string[]> {
    const found: string[] = [];
    const resources = declared.map((one) => argsOf(one)) as unknown as PolicyResource[];
    await policy.validateStack(
        { resources, getConfig: () => config } as unknown as Parameters<StackValidationPolicy["validateStack"]>[0],
        (message) => found.push(message),
    );
    return found;
}

describe("noTenantWideWithoutFilter", () => {
    for (const [host, token] of Object.entries(hosts)) {
        it(`refuses all devices without a filter, of the ${host} host`, async () => {
            assert.deepEqual(await judge(noTenantWideWithoutFilter(), row({ type: "allDevices" }, {}, token)), [
                `"wifi" assigns device configuration ${policyId} to all devices without a filter, which reaches the whole tenant. Add filterId and filterType, or assign it to a group.`,
            ]);
        });
    }

    it("takes the filter `none` for none", async () => {
        const none = { filterId: "00000000-0000-0000-0000-000000000000", filterType: "include" };
        assert.equal((await judge(noTenantWideWithoutFilter(), row({ type: "allLicensedUsers", ...none }))).length, 1);
    });

    it("accepts a filter, a group, and resources of others", async () => {
        const filtered = { type: "allDevices", filterId, filterType: "include" };
        const foreign = { type: "random:index:RandomId", props: { target: { type: "allDevices" } } };
        for (const declared of [row(filtered), set([filtered, { type: "group", groupId }]), foreign]) {
            assert.deepEqual(await judge(noTenantWideWithoutFilter(), declared), []);
        }
    });

    it("judges what is known of a set beside what is not", async () => {
        const declared = set([{ type: "group", groupId: unknown }, { type: "allLicensedUsers" }]);
        const [message = "", ...more] = await judge(noTenantWideWithoutFilter(), declared);
        assert.match(message, /to all users without a filter/);
        assert.deepEqual(more, []);
    });

    it("leaves an unknown target to @pulumi/policy, which skips it", async () => {
        await assert.rejects(judge(noTenantWideWithoutFilter(), row({ type: "allDevices", filterId: unknown })), {
            message: /can't be known during preview/,
        });
    });

    it("sets the remedy's filter where one is missing, and nothing else", async () => {
        const policy = noTenantWideWithoutFilter({ remedyFilterId: filterId });
        const group = { type: "group", groupId };
        const remedied = await policy.remediateResource?.(argsOf(set([group, { type: "allDevices" }])));
        assert.deepEqual(remedied, {
            deviceConfigurationId: policyId,
            targets: [group, { type: "allDevices", filterId, filterType: "include" }],
        });
        assert.equal(await policy.remediateResource?.(argsOf(row(group))), undefined);
        assert.equal(
            await noTenantWideWithoutFilter().remediateResource?.(argsOf(row({ type: "allDevices" }))),
            undefined,
        );
    });
});

describe("requireFilter", () => {
    it("refuses includes without a filter of its kinds only", async () => {
        const target = row({ type: "group", groupId });
        assert.match(
            (await judge(requireFilter({ kinds: ["deviceConfiguration"] }), target)).join(),
            /every assignment of a device configuration needs one here/,
        );
        assert.deepEqual(await judge(requireFilter({ kinds: ["deviceCompliancePolicy"] }), target), []);
        const exclusion = row({ type: "exclusionGroup", groupId });
        assert.deepEqual(await judge(requireFilter({ kinds: ["deviceConfiguration"] }), exclusion), []);
    });
});

describe("onlyGroups", () => {
    it("refuses other groups and everybody, ignores case and exclusions", async () => {
        const policy = onlyGroups({ groupIds: [breakGlass.toUpperCase()] });
        assert.match((await judge(policy, row({ type: "group", groupId }))).join(), /not one of the 1 groups allowed/);
        assert.equal((await judge(policy, row({ type: "allDevices" }))).length, 1);
        assert.deepEqual(await judge(policy, row({ type: "group", groupId: breakGlass })), []);
        assert.deepEqual(await judge(policy, row({ type: "exclusionGroup", groupId })), []);
        assert.deepEqual(await judge(policy, row({ type: "group", groupId: unknown })), []);
    });

    it("takes the pack's configuration over the pack's program", async () => {
        const policy = onlyGroups({ groupIds: [] });
        assert.deepEqual(await judge(policy, row({ type: "group", groupId }), { groupIds: [groupId] }), []);
        assert.ok(policy.configSchema?.properties["groupIds"]);
    });
});

describe("protectTenantWide", () => {
    it("refuses tenant-wide assignments without protect", async () => {
        const declared = row({ type: "allDevices" });
        assert.match((await judge(protectTenantWide(), declared)).join(), /protect: true/);
        assert.deepEqual(await judge(protectTenantWide(), { ...declared, protect: true }), []);
        assert.deepEqual(await judge(protectTenantWide(), row({ type: "group", groupId })), []);
    });
});

describe("requireExclusionGroup", () => {
    const policy = requireExclusionGroup({ groupId: breakGlass });
    const include = row({ type: "group", groupId });

    it("refuses a policy that nothing in the stack excludes the group from", async () => {
        const [message = ""] = await judgeStack(policy, [include]);
        assert.match(message, /nothing in the stack excludes group 60000000-.*0a from it/);
    });

    it("finds the exclusion in another row, in a set, in capitals", async () => {
        const exclusion = { type: "exclusionGroup", groupId: breakGlass.toUpperCase() };
        assert.deepEqual(await judgeStack(policy, [include, row(exclusion, { name: "no-admins" })]), []);
        assert.deepEqual(await judgeStack(policy, [set([{ type: "allDevices" }, exclusion])]), []);
    });

    it("is silent while a part of the policy is not known", async () => {
        assert.deepEqual(await judgeStack(policy, [include, row({ type: "exclusionGroup", groupId: unknown })]), []);
        const elsewhere = row({ type: "exclusionGroup", groupId: breakGlass });
        elsewhere.props["deviceConfigurationId"] = unknown;
        assert.deepEqual(await judgeStack(policy, [include, elsewhere]), []);
    });

    it("leaves policies that are not named, and enrollment configurations", async () => {
        assert.deepEqual(
            await judgeStack(requireExclusionGroup({ groupId: breakGlass, policyIds: ["other"] }), [include]),
            [],
        );
        const enrollment: Declared = {
            type: `${hosts.plugin}EnrollmentConfigurationAssignment`,
            props: { deviceEnrollmentConfigurationId: `${policyId}_x`, target: { type: "group", groupId } },
        };
        assert.deepEqual(await judgeStack(policy, [enrollment]), []);
    });
});

describe("limitTargets", () => {
    it("counts the targets of a policy over all resources", async () => {
        const declared = [
            row({ type: "allDevices" }),
            row({ type: "group", groupId }),
            row({ type: "allLicensedUsers" }),
        ];
        assert.match((await judgeStack(limitTargets({ max: 2 }), declared)).join(), /has 3 targets, and at most 2/);
        assert.deepEqual(await judgeStack(limitTargets({ max: 3 }), declared), []);
        const withUnknown = set([{ type: "allDevices" }, { type: "group", groupId: unknown }]);
        assert.equal((await judgeStack(limitTargets({ max: 1 }), [withUnknown])).length, 1);
        assert.deepEqual(await judgeStack(limitTargets({ max: 2 }), declared, { max: 3 }), []);
    });
});

describe("every rule", () => {
    it("is mandatory unless told otherwise, and can be named", () => {
        assert.equal(protectTenantWide().enforcementLevel, "mandatory");
        const { name, description, enforcementLevel } = limitTargets({
            max: 1,
            name: "few",
            description: "Few.",
            enforcementLevel: "advisory",
        });
        assert.deepEqual([name, description, enforcementLevel], ["few", "Few.", "advisory"]);
    });
});
