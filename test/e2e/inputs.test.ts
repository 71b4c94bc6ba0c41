import assert from "node:assert/strict";
import { createProject, type Outcome, type Project } from "../support/engine";
import { programOf, type Declared } from "../support/program";
import { startTenant, type TestTenant } from "../support/tenant";

const policyId = "0b5a3c0e-1111-4000-8000-00000000abcd";
const groupId = "0b5a3c0e-2222-4000-8000-00000000abcd";
const filterId = "0b5a3c0e-3333-4000-8000-00000000abcd";

function configuration(target: unknown, id: unknown = policyId): Declared {
    return { class: "DeviceConfigurationAssignment", name: "row", args: { deviceConfigurationId: id, target } };
}

function enrollment(target: unknown, id: string): Declared {
    return {
        class: "EnrollmentConfigurationAssignment",
        name: "row",
        args: { deviceEnrollmentConfigurationId: id, target },
    };
}

/** What is wrong, and what the message has to say about it. */
const mistakes: Readonly<Record<string, { declared: readonly Declared[]; says: readonly RegExp[] }>> = {
    "a policy id that is no GUID": {
        declared: [configuration({ type: "allDevices" }, "wifi")],
        says: [/deviceConfigurationId/, /GUID/],
    },
    "a group without its id": { declared: [configuration({ type: "group" })], says: [/groupId/] },
    "a filter without its type": {
        declared: [configuration({ type: "group", groupId, filterId })],
        says: [/filterType/],
    },
    "a filter on an exclusion": {
        declared: [configuration({ type: "exclusionGroup", groupId, filterId, filterType: "include" })],
        says: [/filter/, /exclu/],
    },
    "a kind of target that does not exist": {
        declared: [configuration({ type: "everybody" })],
        says: [/target\.type|"everybody"/],
    },
    "no target at all": { declared: [configuration(undefined)], says: [/target/] },
    "an exclusion on an enrollment configuration": {
        declared: [
            enrollment(
                { type: "exclusionGroup", groupId },
                `${policyId}_Windows10EnrollmentCompletionPageConfiguration`,
            ),
        ],
        says: [/exclu/],
    },
    "a default enrollment configuration": {
        declared: [enrollment({ type: "allDevices" }, `${policyId}_DefaultPlatformRestrictions`)],
        says: [/[Dd]efault/],
    },
    "several mistakes at once": {
        declared: [configuration({ type: "group", groupId: "berlin", filterId: "x", filterType: "include" }, "wifi")],
        says: [/deviceConfigurationId/, /groupId/, /filterId/],
    },
    "one target declared twice": {
        declared: [
            { ...configuration({ type: "group", groupId }), name: "first" },
            { ...configuration({ type: "group", groupId: groupId.toUpperCase() }), name: "second" },
        ],
        says: [/"first"/, /"second"/],
    },
};

function assertRefused(outcome: Outcome, says: readonly RegExp[]): void {
    assert.notEqual(outcome.exitCode, 0, outcome.output);
    for (const expected of says) {
        assert.match(outcome.output, expected);
    }
    assert.doesNotMatch(outcome.output, /\n\s+at .*[:(]\d+/, "no stack trace for a mistake of the user");
    assert.doesNotMatch(outcome.output, /unhandled|undefined|\[object/i);
}

describe("mistakes in a program", () => {
    let tenant: TestTenant;
    let project: Project;

    before(async () => {
        tenant = await startTenant("service");
        project = await createProject("", { config: tenant.config });
    });
    after(async () => {
        project.remove();
        await tenant.close();
    });

    for (const [mistake, { declared, says }] of Object.entries(mistakes)) {
        it(`are told by a preview before anything is sent: ${mistake}`, async () => {
            project.write(programOf(...declared));
            assertRefused(await project.preview(), says);
            assert.deepEqual(tenant.requests(), []);
        });
    }

    it("are told by up as well, which changes neither state nor tenant", async () => {
        project.write(programOf(configuration({ type: "group", groupId, filterId })));
        assertRefused(await project.up(), [/filterType/]);
        assert.deepEqual(tenant.requests(), []);
        assert.deepEqual(await project.resources(), {});
    });

    it("are told: a filter where the API version knows none", async () => {
        project.configure({ ...tenant.config, "intune:apiVersion": "v1.0" });
        project.write(programOf(configuration({ type: "group", groupId, filterId, filterType: "include" })));
        assertRefused(await project.preview(), [/v1\.0/, /beta/]);
        assert.deepEqual(tenant.requests(), []);
    });
});
