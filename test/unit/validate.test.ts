import assert from "node:assert/strict";
import { validate, type CheckContext, type ResourceName } from "../../provider/assignment/validate";

const policy = "3f8b2a52-6c0f-4c2e-9b1d-0c6a2f1f7a11";
const group = "8d1f6c1e-51c7-4f0b-a3a5-5b6f0a9f2c10";
const filter = "b0c4a3a4-0f5d-4b43-8b39-3d5d7d1f6e02";
const zero = "00000000-0000-0000-0000-000000000000";
const beta: CheckContext = { apiVersion: "beta", writeMode: "auto" };
const v1: CheckContext = { apiVersion: "v1.0", writeMode: "auto" };

/** Property and reason of each failure, in any order. */
type Expected = Readonly<Record<string, RegExp>>;

function expectFailures(resource: ResourceName, inputs: unknown, expected: Expected, context = beta): void {
    const { failures } = validate(resource, inputs, context);
    const found = failures.map(({ property }) => property).sort();
    assert.deepEqual(found, Object.keys(expected).sort(), JSON.stringify(failures, undefined, 2));
    for (const { property, reason } of failures) {
        assert.match(reason, expected[property] ?? /^$/);
        assert.doesNotMatch(reason, /[\r\n\t]/, "a reason is one line");
        assert.match(reason, /[.?]$/, "a reason ends as a sentence");
    }
}

function configuration(target: unknown): Record<string, unknown> {
    return { deviceConfigurationId: policy, target };
}

function compliance(target: unknown): Record<string, unknown> {
    return { deviceCompliancePolicyId: policy, target };
}

function enrollment(target: unknown, more: object = {}): Record<string, unknown> {
    return { deviceEnrollmentConfigurationId: `${policy}_SinglePlatformRestriction`, target, ...more };
}

function set(...targets: unknown[]): Record<string, unknown> {
    return { deviceCompliancePolicyId: policy, targets };
}

const allDevices = { type: "allDevices" };

describe("validate: arguments that are right", () => {
    const right: readonly (readonly [string, ResourceName, unknown, CheckContext?])[] = [
        ["all devices", "DeviceConfigurationAssignment", configuration(allDevices)],
        [
            "all users with a filter",
            "DeviceCompliancePolicyAssignment",
            compliance({ type: "allLicensedUsers", filterId: filter, filterType: "exclude" }),
        ],
        ["a group on v1.0", "DeviceConfigurationAssignment", configuration({ type: "group", groupId: group }), v1],
        [
            "an excluded group",
            "DeviceConfigurationAssignment",
            configuration({ type: "exclusionGroup", groupId: group }),
        ],
        [
            "a ConfigMgr collection with a filter, as the older document has it",
            "DeviceCompliancePolicyAssignment",
            compliance({
                type: "configurationManagerCollection",
                collectionId: "SMS00001",
                filterId: filter,
                filterType: "include",
            }),
        ],
        ["an enrollment configuration on v1.0", "EnrollmentConfigurationAssignment", enrollment(allDevices), v1],
        [
            "an enrollment configuration without a type in its id",
            "EnrollmentConfigurationAssignment",
            { deviceEnrollmentConfigurationId: policy, target: allDevices },
        ],
        [
            "a user by principal name",
            "EnrollmentConfigurationAssignment",
            enrollment(allDevices, { userId: "ada_contoso.com#EXT#@fabrikam.onmicrosoft.com" }),
        ],
        ["a user by object id", "EnrollmentConfigurationAssignment", enrollment(allDevices, { userId: group })],
        [
            "write mode reference for a device configuration",
            "DeviceConfigurationAssignment",
            configuration(allDevices),
            { apiVersion: "beta", writeMode: "reference" },
        ],
        [
            "write mode assign for a compliance policy",
            "DeviceCompliancePolicyAssignment",
            compliance(allDevices),
            { apiVersion: "v1.0", writeMode: "assign" },
        ],
        ["a set for nobody", "DeviceCompliancePolicyAssignmentSet", set()],
        [
            "a set of one of each type",
            "DeviceCompliancePolicyAssignmentSet",
            set(
                allDevices,
                { type: "allLicensedUsers" },
                { type: "group", groupId: group },
                { type: "exclusionGroup", groupId: filter },
                { type: "configurationManagerCollection", collectionId: "SMS00001" },
                { type: "configurationManagerCollection", collectionId: "SMS00002" },
            ),
        ],
    ];
    for (const [title, resource, inputs, context = beta] of right) {
        it(`passes ${title}`, () => {
            assert.deepEqual(validate(resource, inputs, context), { failures: [], inputs });
        });
    }

    it("writes GUIDs in lower case and leaves the case of everything else", () => {
        const upper = {
            deviceEnrollmentConfigurationId: `${policy.toUpperCase()}_SinglePlatformRestriction`,
            target: {
                type: "group",
                groupId: group.toUpperCase(),
                filterId: filter.toUpperCase(),
                filterType: "include",
            },
            userId: "Ada@Contoso.com",
        };
        assert.deepEqual(validate("EnrollmentConfigurationAssignment", upper, beta).inputs, {
            deviceEnrollmentConfigurationId: `${policy}_SinglePlatformRestriction`,
            target: { type: "group", groupId: group, filterId: filter, filterType: "include" },
            userId: "Ada@Contoso.com",
        });
        const collection = compliance({ type: "configurationManagerCollection", collectionId: "sMs00001" });
        assert.deepEqual(validate("DeviceCompliancePolicyAssignment", collection, beta).inputs, collection);
    });

    it("takes null and undefined for absent, and leaves them out", () => {
        const inputs = enrollment({ ...allDevices, filterId: null, filterType: undefined }, { userId: null });
        assert.deepEqual(validate("EnrollmentConfigurationAssignment", inputs, beta), {
            failures: [],
            inputs: enrollment(allDevices),
        });
    });

    it("keeps the user's order of targets", () => {
        const inputs = set({ type: "group", groupId: group }, allDevices, { type: "group", groupId: filter });
        assert.deepEqual(validate("DeviceCompliancePolicyAssignmentSet", inputs, beta).inputs, inputs);
    });

    it("passes over the dynamic host's __provider and hands it back untouched", () => {
        const host = { text: "exports.handler = 1", nothing: null };
        const verdict = validate(
            "DeviceConfigurationAssignment",
            { ...configuration(allDevices), __provider: host },
            beta,
        );
        assert.deepEqual(verdict.failures, []);
        assert.equal(verdict.inputs["__provider"], host);
    });

    it("does not change what it is given", () => {
        const inputs = Object.freeze(
            configuration(Object.freeze({ type: "group", groupId: group.toUpperCase(), filterId: null })),
        );
        validate("DeviceConfigurationAssignment", inputs, beta);
        assert.deepEqual(inputs["target"], { type: "group", groupId: group.toUpperCase(), filterId: null });
    });
});

describe("validate: arguments that are missing, misspelt or of a wrong type", () => {
    it("asks for each required argument", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            {},
            {
                deviceConfigurationId: /a value is required\. Copy the id .*getDeviceConfiguration\.$/,
                target: /a value is required\. Give a target like/,
            },
        );
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            { deviceCompliancePolicyId: policy, targets: null },
            {
                targets: /a value is required\. Give a list .*an empty list assigns to nobody/,
            },
        );
        expectFailures("DeviceConfigurationAssignment", configuration({ type: "group" }), {
            "target.groupId": /a value is required\. Copy the object id/,
        });
    });

    for (const inputs of [null, undefined, 7, "text", [configuration(allDevices)], true, 7n]) {
        it(`refuses ${Array.isArray(inputs) ? "a list" : String(inputs)} in place of arguments`, () => {
            expectFailures("DeviceConfigurationAssignment", inputs, {
                "": /not an object of arguments\. Give an object with deviceConfigurationId and target/,
            });
        });
    }

    it("refuses wrong types of value everywhere, and shows the value", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: 42, target: [allDevices] },
            {
                deviceConfigurationId: /^42 is not the id of a device configuration/,
                target: /^a list is not a target/,
            },
        );
        expectFailures(
            "DeviceCompliancePolicyAssignment",
            { deviceCompliancePolicyId: [policy], target: "allDevices" },
            {
                deviceCompliancePolicyId: /^a list is not/,
                target: /^"allDevices" is not a target/,
            },
        );
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            { deviceCompliancePolicyId: {}, targets: allDevices },
            {
                deviceCompliancePolicyId: /^an object is not/,
                targets: /^an object is not a list of targets/,
            },
        );
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            set(null, undefined, "x", { type: "group", groupId: true, filterId: 1, filterType: 2 }),
            {
                "targets[0]": /^null is not a target/,
                "targets[1]": /^a value of type undefined is not a target/,
                "targets[2]": /^"x" is not a target/,
                "targets[3].groupId": /^true is not the object id/,
                "targets[3].filterId": /^1 is not the id of an assignment filter/,
                "targets[3].filterType": /^2 is not a filter type\. Use "include" or "exclude"\.$/,
            },
        );
    });

    const misspelt: readonly (readonly [written: string, meant: string])[] = [
        ["groupID", "groupId"],
        ["group_id", "groupId"],
        ["gruopId", "groupId"],
        ["group", "groupId"],
    ];
    for (const [written, meant] of misspelt) {
        it(`takes ${written} for ${meant}, and does not call that missing as well`, () => {
            expectFailures("DeviceConfigurationAssignment", configuration({ type: "group", [written]: group }), {
                [`target.${written}`]: new RegExp(`^there is no such argument\\. Did you mean ${meant}\\?$`),
            });
        });
    }

    it("takes Graph's and other words for the filter", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ ...allDevices, filter, filterType: "include" }),
            {
                "target.filter": /Did you mean filterId\?/,
            },
        );
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({
                ...allDevices,
                deviceAndAppManagementAssignmentFilterId: filter,
                deviceAndAppManagementAssignmentFilterType: "include",
            }),
            {
                "target.deviceAndAppManagementAssignmentFilterId": /Did you mean filterId\?/,
                "target.deviceAndAppManagementAssignmentFilterType": /Did you mean filterType\?/,
            },
        );
    });

    it("says so when the argument that was meant is given already, and judges that one too", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "group", groupID: group, groupId: "x" }),
            {
                "target.groupID": /Remove it: groupId is given already/,
                "target.groupId": /^"x" is not the object id of a group/,
            },
        );
    });

    it("takes other names of the policy's id", () => {
        expectFailures(
            "EnrollmentConfigurationAssignment",
            { policyId: policy, target: allDevices, upn: "ada@contoso.com" },
            {
                policyId: /Did you mean deviceEnrollmentConfigurationId\?/,
                upn: /Did you mean userId\?/,
            },
        );
    });

    it("lists what is allowed where nothing similar is", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            { ...configuration({ ...allDevices, colour: 1 }), ["x".repeat(70)]: 1, "": 2 },
            {
                "target.colour": /Remove it: allowed are type, filterId and filterType\.$/,
                [`["${"x".repeat(60)}…"]`]: /Remove it: allowed are deviceConfigurationId and target\.$/,
                '[""]': /Remove it/,
            },
        );
    });

    it("tells which types of target have an argument that this one has not", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "allDevices", groupId: group, collectionId: "SMS00001" }),
            {
                "target.groupId":
                    /a target of type "allDevices" has none\. Remove it, or use type "group" or "exclusionGroup"\.$/,
                "target.collectionId": /use type "configurationManagerCollection"\.$/,
            },
        );
    });

    it("refuses outputs as arguments, and arguments of other resources", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            {
                ...configuration(allDevices),
                id: "1",
                assignmentId: "1",
                source: "direct",
                sourceId: policy,
                userId: "ada@contoso.com",
                targets: [],
            },
            {
                id: /Intune derives the id/,
                assignmentId: /this is an output/,
                source: /this is an output, which Intune sets\. Remove it\.$/,
                sourceId: /this is an output/,
                userId: /only enrollment configurations/,
                targets: /use DeviceConfigurationAssignmentSet\.$/,
            },
        );
        expectFailures(
            "EnrollmentConfigurationAssignmentSet",
            { deviceEnrollmentConfigurationId: policy, targets: [], target: allDevices, userId: "ada@contoso.com" },
            {
                target: /use EnrollmentConfigurationAssignment\.$/,
                userId: /use EnrollmentConfigurationAssignment\.$/,
            },
        );
    });

    it("asks for a type of target", () => {
        expectFailures("DeviceConfigurationAssignment", configuration({ groupId: group }), {
            "target.type":
                /a value is required\. Use "allDevices", "allLicensedUsers", "group", "exclusionGroup" or "configurationManagerCollection"\.$/,
        });
    });

    const types: readonly (readonly [written: unknown, reason: RegExp])[] = [
        ["AllDevices", /Did you mean "allDevices"\?/],
        ["allUsers", /Did you mean "allLicensedUsers"\?/],
        ["exclude", /Did you mean "exclusionGroup"\?/],
        ["#microsoft.graph.groupAssignmentTarget", /Did you mean "group"\?/],
        ["exclusionGroupTarget", /Did you mean "exclusionGroup"\?/],
        ["everyone", /^"everyone" is not a type of target\. Use "allDevices"/],
        [5, /^5 is not a type of target\. Use "allDevices"/],
        [["group"], /^a list is not a type of target/],
        ["__proto__", /is not a type of target/],
        ["constructor", /is not a type of target/],
        ["filterType", /is not a type of target/],
    ];
    for (const [written, reason] of types) {
        it(`refuses the type ${JSON.stringify(written)}`, () => {
            expectFailures("DeviceConfigurationAssignment", configuration({ type: written, groupId: group }), {
                "target.type": reason,
            });
        });
    }

    it("understands Graph's own @odata.type", () => {
        const property = 'target["@odata.type"]';
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: group }),
            {
                [property]: /^there is no such argument\. Use type: "group"\.$/,
            },
        );
        expectFailures("DeviceConfigurationAssignment", configuration({ "@odata.type": "nonsense" }), {
            [property]: /Did you mean type\?/,
        });
        expectFailures("DeviceConfigurationAssignment", configuration({ "@odata.type": 5 }), {
            [property]: /Did you mean type\?/,
        });
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ ...allDevices, "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" }),
            {
                [property]: /Remove it: type is given already/,
            },
        );
    });
});

describe("validate: ids", () => {
    for (const written of [
        `{${group}}`,
        ` ${group}`,
        `${group}\n`,
        group.slice(1),
        `${group}0`,
        "Sales",
        "",
        group.replaceAll("-", ""),
    ]) {
        it(`refuses ${JSON.stringify(written)} as a GUID`, () => {
            expectFailures(
                "DeviceCompliancePolicyAssignment",
                {
                    deviceCompliancePolicyId: written,
                    target: { type: "group", groupId: written, filterId: written, filterType: "include" },
                },
                {
                    deviceCompliancePolicyId:
                        /is not the id of a compliance policy \(a GUID without braces or blanks\)\. Copy the id/,
                    "target.groupId":
                        /is not the object id of a group \(a GUID without braces or blanks\)\. Copy the object id/,
                    "target.filterId":
                        /is not the id of an assignment filter \(a GUID without braces or blanks\)\. Copy the id/,
                },
            );
        });
    }

    it("refuses the zero GUID everywhere", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            {
                deviceConfigurationId: zero,
                target: { type: "group", groupId: zero, filterId: zero, filterType: "include" },
            },
            {
                deviceConfigurationId: /zero GUID/,
                "target.groupId": /zero GUID/,
                "target.filterId": /how Graph writes that there is no filter\. Leave out both/,
            },
        );
        expectFailures(
            "DeviceCompliancePolicyAssignment",
            { deviceCompliancePolicyId: zero, target: allDevices },
            { deviceCompliancePolicyId: /zero GUID/ },
        );
        expectFailures(
            "EnrollmentConfigurationAssignment",
            { deviceEnrollmentConfigurationId: `${zero}_SinglePlatformRestriction`, target: allDevices, userId: zero },
            {
                deviceEnrollmentConfigurationId: /zero GUID/,
                userId: /zero GUID/,
            },
        );
    });

    it("refuses Intune's own ids for all devices and all users as groups, in any case", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "group", groupId: "ADADADAD-808E-44E2-905A-0B7873A8A531" }),
            { "target.groupId": /Use \{type: "allDevices"\}\.$/ },
        );
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "exclusionGroup", groupId: "acacacac-9df4-4c7d-9d50-4ef0226f57a9" }),
            { "target.groupId": /Use \{type: "allLicensedUsers"\}\.$/ },
        );
    });

    for (const suffix of [
        "_DefaultPlatformRestrictions",
        "_DefaultWindowsHelloForBusiness",
        "_DefaultWindows10EnrollmentCompletionPageConfiguration",
        "_DefaultLimit",
    ]) {
        it(`refuses the default enrollment configuration ${suffix}`, () => {
            expectFailures(
                "EnrollmentConfigurationAssignment",
                { deviceEnrollmentConfigurationId: `${policy}${suffix}`, target: allDevices },
                {
                    deviceEnrollmentConfigurationId:
                        /default enrollment configuration, which Intune applies to everyone and does not let anyone assign\. Create/,
                },
            );
        });
    }

    for (const id of [`${policy}_`, `${policy}_a/b`, `${policy}_a_b`, "SinglePlatformRestriction", `${policy}-x`]) {
        it(`refuses ${id} as an enrollment configuration`, () => {
            expectFailures(
                "EnrollmentConfigurationAssignmentSet",
                { deviceEnrollmentConfigurationId: id, targets: [] },
                {
                    deviceEnrollmentConfigurationId:
                        /is not the id of an enrollment configuration \(\{guid\}_\{Type\}\)\. Copy the id/,
                },
            );
        });
    }

    for (const user of [
        "ada",
        "ada@",
        "@contoso.com",
        "a/b@contoso.com",
        "a\\b@contoso.com",
        "ada@contoso.com/",
        "ada @contoso.com",
        "..",
        "ada@con@toso.com",
        "ada@contoso.com?x",
        "ada@contoso..com",
        "a%2fb@contoso.com",
        "a\u200bda@contoso.com",
        5,
    ]) {
        it(`refuses ${JSON.stringify(user)} as a user`, () => {
            expectFailures("EnrollmentConfigurationAssignment", enrollment(allDevices, { userId: user }), {
                userId: /is neither a GUID nor a user principal name\. Give/,
            });
        });
    }

    it("refuses a GUID as a ConfigMgr collection and points to groups (graph-docs #17605)", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "configurationManagerCollection", collectionId: group }),
            {
                "target.collectionId": /is a GUID, and .* ids like SMS00001\. .*use \{type: "group", groupId\}/,
            },
        );
    });

    for (const id of ["", "All Desktops", "SMS/00001", "x".repeat(65)]) {
        it(`refuses ${JSON.stringify(id)} as a ConfigMgr collection`, () => {
            expectFailures(
                "DeviceConfigurationAssignment",
                configuration({ type: "configurationManagerCollection", collectionId: id }),
                {
                    "target.collectionId": /is not the id of a Configuration Manager collection .* not the name/,
                },
            );
        });
    }
});

describe("validate: filters", () => {
    it("refuses half a filter and asks for the other half", () => {
        expectFailures("DeviceConfigurationAssignment", configuration({ ...allDevices, filterId: filter }), {
            "target.filterType":
                /filterId is given without filterType\. Add filterType "include" or "exclude", or remove filterId\.$/,
        });
        expectFailures("DeviceConfigurationAssignment", configuration({ ...allDevices, filterType: "include" }), {
            "target.filterId": /filterType is given without filterId\. Add the filterId, or remove filterType\.$/,
        });
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "group", groupId: "x", filterId: filter }),
            {
                "target.groupId": /is not the object id/,
                "target.filterType": /without/,
            },
        );
    });

    it("refuses the filter type none once, whatever else is there", () => {
        for (const more of [{}, { filterId: filter }]) {
            expectFailures(
                "DeviceConfigurationAssignment",
                configuration({ ...allDevices, filterType: "none", ...more }),
                {
                    "target.filterType":
                        /^"none" is how Graph writes that there is no filter\. Leave out both filterId and filterType\.$/,
                },
            );
        }
    });

    it("refuses a filter on an excluded group", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ type: "exclusionGroup", groupId: group, filterId: filter, filterType: "include" }),
            {
                "target.filterId": /Intune takes no filter on an excluded group\. Remove it/,
                "target.filterType": /Intune takes no filter on an excluded group\. Remove it/,
            },
        );
    });

    it("refuses filters on v1.0, whole or half", () => {
        const reason = /v1\.0 knows no assignment filters\. Set intune:apiVersion to "beta", or leave out/;
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ ...allDevices, filterId: filter, filterType: "include" }),
            { "target.filterId": reason },
            v1,
        );
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ ...allDevices, filterId: filter }),
            { "target.filterId": reason },
            v1,
        );
        expectFailures(
            "DeviceConfigurationAssignment",
            configuration({ ...allDevices, filterType: "include" }),
            { "target.filterType": reason },
            v1,
        );
    });
});

describe("validate: kinds and settings", () => {
    it("refuses exclusions on enrollment configurations, in rows and in sets", () => {
        const excluded = { type: "exclusionGroup", groupId: group };
        const reason =
            /Intune stores an exclusion on an enrollment configuration as an include, without an error\. Remove it/;
        expectFailures("EnrollmentConfigurationAssignment", enrollment(excluded), { "target.type": reason });
        expectFailures(
            "EnrollmentConfigurationAssignmentSet",
            { deviceEnrollmentConfigurationId: policy, targets: [allDevices, excluded] },
            { "targets[1].type": reason },
        );
    });

    it("refuses a user's view on v1.0", () => {
        expectFailures(
            "EnrollmentConfigurationAssignment",
            enrollment(allDevices, { userId: "ada@contoso.com" }),
            { userId: /v1\.0 has no enrollment configurations below a user\. Set intune:apiVersion to "beta"/ },
            v1,
        );
    });

    it("refuses sets on v1.0", () => {
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            set(allDevices),
            { "": /Set intune:apiVersion to "beta", or use DeviceCompliancePolicyAssignment\.$/ },
            v1,
        );
    });

    it("refuses write mode reference for all kinds but device configurations", () => {
        const reference: CheckContext = { apiVersion: "beta", writeMode: "reference" };
        const reason =
            /intune:writeMode "reference" works for device configurations only\. Set intune:writeMode to "auto"\.$/;
        expectFailures("DeviceCompliancePolicyAssignment", compliance(allDevices), { "": reason }, reference);
        expectFailures(
            "EnrollmentConfigurationAssignmentSet",
            { deviceEnrollmentConfigurationId: policy, targets: [] },
            { "": reason },
            reference,
        );
    });
});

describe("validate: the same target twice in a set", () => {
    const twice: readonly (readonly [string, unknown, unknown])[] = [
        ["all devices, once with a filter", allDevices, { ...allDevices, filterId: filter, filterType: "include" }],
        ["a group in other case", { type: "group", groupId: group }, { type: "group", groupId: group.toUpperCase() }],
        [
            "a collection in other case",
            { type: "configurationManagerCollection", collectionId: "SMS0000A" },
            { type: "configurationManagerCollection", collectionId: "sms0000a" },
        ],
    ];
    for (const [title, left, right] of twice) {
        it(`refuses ${title}`, () => {
            expectFailures("DeviceCompliancePolicyAssignmentSet", set(left, { type: "allLicensedUsers" }, right), {
                "targets[2]": /^targets\[0\] is the same target\. Remove one of the two\.$/,
            });
        });
    }

    it("refuses include and exclude of one group, which share an id on Graph", () => {
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            set({ type: "exclusionGroup", groupId: group }, { type: "group", groupId: group }),
            {
                "targets[1]": /^targets\[0\] has the same group, and Intune keeps one of include and exclude/,
            },
        );
    });

    it("compares nothing by an id that is wrong anyway", () => {
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            set({ type: "group", groupId: "x" }, { type: "group", groupId: "x" }, { type: "group" }, { type: "group" }),
            {
                "targets[0].groupId": /is not/,
                "targets[1].groupId": /is not/,
                "targets[2].groupId": /required/,
                "targets[3].groupId": /required/,
            },
        );
    });
});

describe("validate: hostile input", () => {
    it("keeps keys of prototypes harmless", () => {
        const text = `{"deviceConfigurationId":"${policy}","target":{"type":"allDevices","__proto__":{"groupId":1},"constructor":2},"__proto__":{"polluted":true},"toString":1}`;
        const { failures, inputs } = validate("DeviceConfigurationAssignment", JSON.parse(text), beta);
        const found = failures.map(({ property }) => property).sort();
        assert.deepEqual(found, ["__proto__", "target.__proto__", "target.constructor", "toString"]);
        assert.equal(({} as Record<string, unknown>)["polluted"], undefined);
        assert.equal(Object.getPrototypeOf(inputs), Object.prototype);
    });

    it("shows long and invisible text short and visible, on one line", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            {
                deviceConfigurationId: `a\u00a0b\n\u202e${"x".repeat(1_000_000)}`,
                target: { type: "\ud83d\ude00".repeat(70) },
            },
            {
                deviceConfigurationId: /^"a\\u\{a0\}b\\u\{a\}\\u\{202e\}x{55}…" is not/,
                "target.type": /^"(?:\ud83d\ude00){60}…" is not/u,
            },
        );
    });

    it("inserts values as they are, whatever they mean to a replacement", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: "$&{value}$1", target: allDevices },
            { deviceConfigurationId: /^"\$&\{value\}\$1" is not/ },
        );
    });

    it("reports a bounded number of failures of an unbounded input, and soon", () => {
        const targets = Array.from({ length: 50_000 }, () => ({ type: "group", groupID: 1 }));
        const { failures } = validate("DeviceCompliancePolicyAssignmentSet", set(...targets), beta);
        assert.equal(failures.length, 26);
        assert.match(failures.at(-1)?.reason ?? "", /further arguments are at fault\. Correct these first\.$/);
    });

    it("refuses the holes of a sparse list", () => {
        expectFailures(
            "DeviceCompliancePolicyAssignmentSet",
            { deviceCompliancePolicyId: policy, targets: Array(2) },
            {
                "targets[0]": /^a value of type undefined is not a target/,
                "targets[1]": /is not a target/,
            },
        );
    });

    it("shows values of any type", () => {
        expectFailures(
            "DeviceConfigurationAssignment",
            { deviceConfigurationId: Symbol("x"), target: () => allDevices },
            {
                deviceConfigurationId: /^a value of type symbol is not/,
                target: /^a value of type function is not/,
            },
        );
    });

    it("judges a long list that is right", () => {
        const targets = Array.from({ length: 20_000 }, (_, index) => ({
            type: "group",
            groupId: `8d1f6c1e-51c7-4f0b-a3a5-${index.toString(16).padStart(12, "0")}`,
        }));
        assert.deepEqual(validate("DeviceCompliancePolicyAssignmentSet", set(...targets), beta).failures, []);
    });
});
