import assert from "node:assert/strict";
import { status, type ServiceError } from "@grpc/grpc-js";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unknownValue } from "../../provider/assignment/unknown";
import { startTenant, type TestPolicy, type TestTenant } from "../support/tenant";
import * as plugins from "../support/pluginClient";
import { messages, type PluginClient, type Props } from "../support/pluginClient";

const secret = (value: unknown): Props => ({
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    value,
});

/** The code and the message of a refusal. */
async function refusal(answer: Promise<unknown>): Promise<{ code: status; told: string }> {
    try {
        await answer;
    } catch (error: unknown) {
        const { code, details } = error as ServiceError;
        assert.doesNotMatch(details, /\n\s+at /);
        return { code, told: details };
    }
    throw new assert.AssertionError({ message: "it was not refused" });
}

describe("the plugin's protocol", () => {
    let tenant: TestTenant;
    let plugin: PluginClient;
    let policy: TestPolicy;
    let target: Props;
    let args: Props;

    const check = (news: Props) => plugin.ask("check", plugins.checkRequest(news));
    const create = (props: Props, preview = false, type?: string) =>
        plugin.ask("create", plugins.createRequest(props, preview, type));
    const diff = (olds: Props, news: Props) => plugin.ask("diff", plugins.diffRequest(olds, news));
    const read = (id: string, props: Props = {}, type?: string) =>
        plugin.ask("read", plugins.readRequest(id, props, type));
    const invoke = (name: string, args: Props) =>
        plugin.ask("invoke", plugins.invokeRequest(`intune:index:${name}`, args));
    const remove = (props: Props) => plugin.ask("delete", plugins.deleteRequest(props));

    beforeEach(async () => {
        tenant = await startTenant("service");
        [policy] = tenant.policies("deviceCompliancePolicies");
        target = { type: "group", groupId: tenant.groups[0] };
        args = { deviceCompliancePolicyId: policy.id, target };
        plugin = await plugins.startPlugin();
        await plugin.configure({ endpoint: tenant.url, accessToken: secret("token"), pacing: "off" });
    });
    afterEach(async () => {
        plugin.close();
        await tenant.close();
    });

    describe("refuses, and goes on serving", () => {
        const cases: Readonly<Record<string, { code: status; told: RegExp; send: () => Promise<unknown> }>> = {
            "a type it does not have": {
                code: status.NOT_FOUND,
                told: /no resource type "intune:index:Policy".*DeviceCompliancePolicyAssignment/,
                send: () => create(args, false, "intune:index:Policy"),
            },
            "a URN that is none": {
                code: status.INVALID_ARGUMENT,
                told: /"" is not a URN/,
                send: () => plugin.ask("create", new messages.CreateRequest()),
            },
            "inputs that no check has passed": {
                code: status.INVALID_ARGUMENT,
                told: /target missing/,
                send: () => create({ deviceCompliancePolicyId: policy.id }),
            },
            "a state of another provider": {
                code: status.FAILED_PRECONDITION,
                told: /state has no deviceCompliancePolicyId and no target/,
                send: () => diff({ policyId: "x" }, args),
            },
            "to delete what a foreign state describes": {
                code: status.FAILED_PRECONDITION,
                told: /pulumi state delete/,
                send: () => remove({}),
            },
            "a function it does not have": {
                code: status.NOT_FOUND,
                told: /no function "intune:index:getNothing"/,
                send: () => invoke("getNothing", {}),
            },
            "a version of the schema it does not have": {
                code: status.INVALID_ARGUMENT,
                told: /only of version 0/,
                send: () => {
                    const request = new messages.GetSchemaRequest();
                    request.setVersion(7);
                    return plugin.ask("getSchema", request);
                },
            },
            "to be parameterized": {
                code: status.UNIMPLEMENTED,
                told: /./,
                send: () => plugin.ask("parameterize", new messages.ParameterizeRequest()),
            },
            "with one line what breaks a handler": {
                code: status.INTERNAL,
                told: /^Create failed: a mistake in pulumi-intune itself \(TypeError/,
                send: () => create({ deviceCompliancePolicyId: policy.id, target: 42 }),
            },
        };
        for (const [name, { code, told, send }] of Object.entries(cases)) {
            it(name, async () => {
                const answer = await refusal(send());
                assert.equal(status[answer.code], status[code]);
                assert.match(answer.told, told);
                assert.deepEqual((await check(args)).getFailuresList(), []);
            });
        }
    });

    it("refuses everything about resources before it is configured", async () => {
        const fresh = await plugins.startPlugin();
        const ask = fresh.ask("check", plugins.checkRequest(args));
        const { code, told } = await refusal(ask);
        fresh.close();
        assert.equal(code, status.FAILED_PRECONDITION);
        assert.match(told, /not configured/);
    });

    it("finds wrong arguments with their path, and wrong settings", async () => {
        const failures = (await check({ ...args, target: { type: "group", groupId: "x" } })).getFailuresList();
        assert.deepEqual(
            failures.map((failure) => failure.getProperty()),
            ["target.groupId"],
        );
        const request = plugins.checkRequest({ endpoint: "ftp://x" }, "pulumi:providers:intune");
        const settings = await plugin.ask("checkConfig", request);
        assert.match(settings.getFailuresList()[0]?.getReason() ?? "", /intune:endpoint/);
    });

    it("keeps secrets secret, in settings as well, and what Graph derives from a secret", async () => {
        const secretArgs = { ...args, target: { ...target, groupId: secret(tenant.groups[0]) } };
        assert.deepEqual((await check(secretArgs)).getInputs()?.toJavaScript(), secretArgs);
        const made = (await create(secretArgs)).getProperties()!.toJavaScript();
        assert.deepEqual(made["target"], secretArgs.target);
        assert.deepEqual(made["assignmentId"], secret(`${policy.id}_${tenant.groups[0]}`));
        assert.equal(made["deviceCompliancePolicyId"], policy.id);
        const again = (await read(`${policy.path}/assignments/x`, made)).getProperties()!.toJavaScript();
        assert.deepEqual(again, made);
        const settings = { endpoint: tenant.url, accessToken: "open", liveDiff: true };
        const request = plugins.checkRequest(settings, "pulumi:providers:intune");
        const kept = (await plugin.ask("checkConfig", request)).getInputs()?.toJavaScript();
        assert.deepEqual(kept, { ...settings, accessToken: secret("open") });
    });

    it("lets values pass that a preview does not know, of every type, and sends nothing", async () => {
        const anyList = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";
        const set = "intune:index:DeviceCompliancePolicyAssignmentSet";
        const news = { deviceCompliancePolicyId: policy.id, targets: anyList };
        const request = plugins.checkRequest(news, set);
        const checked = await plugin.ask("check", request);
        assert.deepEqual(checked.getFailuresList(), []);
        assert.deepEqual(checked.getInputs()?.toJavaScript(), { ...news, targets: unknownValue });
        tenant.forget();
        const unknown = { ...args, target: { type: "group", groupId: unknownValue } };
        const promised = (await create(unknown, true)).getProperties()!.toJavaScript();
        assert.deepEqual(promised, {
            ...unknown,
            assignmentId: unknownValue,
            source: unknownValue,
            sourceId: unknownValue,
        });
        assert.equal((await diff(args, unknown)).getReplacesList()[0], "target");
        const found = (await invoke("getGroup", { displayName: unknownValue })).getReturn()?.toJavaScript();
        assert.deepEqual(found, { id: unknownValue, displayName: unknownValue });
        assert.deepEqual(tenant.requests(), []);
    });

    it("keeps what was found by a secret name secret, and refuses a name that is none", async () => {
        const [group] = tenant.simulator.tenant.groups();
        const { id, displayName } = group!;
        const found = (await invoke("getGroup", { displayName: secret(displayName) })).getReturn()?.toJavaScript();
        assert.deepEqual(found, { id: secret(id), displayName: secret(displayName) });
        assert.deepEqual(await refusal(invoke("getGroup", { displayName, id })), {
            code: status.INVALID_ARGUMENT,
            told: "Lookup failed: getGroup: both displayName and id are given. Give either displayName or id.",
        });
        const { code } = await refusal(invoke("getGroup", { displayName: "Nobody" }));
        assert.equal(code, status.NOT_FOUND);
    });

    it("shows what differs, by property, also when only Graph differs, and tells what Graph has", async () => {
        const filtered = { ...args, target: { ...target, filterId: tenant.filter, filterType: "include" } };
        const edited = await diff(args, filtered);
        assert.deepEqual(
            Object.fromEntries(
                [...edited.getDetaileddiffMap().entries()].map(([path, item]) => [path, item.getKind()]),
            ),
            {
                "target.filterId": messages.PropertyDiff.Kind.ADD,
                "target.filterType": messages.PropertyDiff.Kind.ADD,
            },
        );
        assert.deepEqual(edited.getDiffsList(), ["target"]);
        const made = (await create(filtered)).getProperties()!.toJavaScript();
        tenant.put(policy, {
            "@odata.type": "#microsoft.graph.groupAssignmentTarget",
            groupId: tenant.groups[0],
            deviceAndAppManagementAssignmentFilterId: tenant.filter,
            deviceAndAppManagementAssignmentFilterType: "exclude",
        });
        plugin.close();
        plugin = await plugins.startPlugin();
        await plugin.configure({ endpoint: tenant.url, accessToken: "t", pacing: "off" });
        const drifted = await diff(made, filtered);
        assert.deepEqual([...drifted.getDetaileddiffMap().keys()], ["target.filterType"]);
        assert.match(plugin.lines.join("\n"), /^row: drift: .*Graph has filter exclude/);
    });

    it("records what may have been made when Graph does not tell", async () => {
        await plugin.configure({ endpoint: tenant.url, accessToken: "t", pacing: "off", writeMode: "assign" });
        tenant.simulator.fail({ method: "POST", path: /assign$/, action: { type: "drop", applied: true } });
        tenant.simulator.fail({ method: "GET", path: /assignments/, skip: 2, action: { type: "status", status: 403 } });
        const error = await create({ ...args, target: { ...target, groupId: secret(tenant.groups[0]) } }).then(
            () => assert.fail("it was reported as made"),
            (reason: unknown) => reason as ServiceError,
        );
        const [details] = error.metadata.get("grpc-status-details-bin") as [Buffer];
        const [any] = Status.deserializeBinary(details).getDetailsList();
        assert.equal(any!.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        const failed = messages.ErrorResourceInitFailed.deserializeBinary(any!.getValue_asU8());
        assert.equal(failed.getId(), `${policy.path}/assignments/${policy.id}_${tenant.groups[0]}`);
        assert.deepEqual(failed.getReasonsList(), [error.details]);
        assert.deepEqual(failed.getProperties()!.toJavaScript()["target"], {
            ...target,
            groupId: secret(tenant.groups[0]),
        });
    });

    it("ends what is under way when the engine cancels", async () => {
        await plugin.ask("cancel", new Empty());
        const { code, told } = await refusal(create(args));
        assert.equal(code, status.CANCELLED);
        assert.match(told, /interrupted/);
    });

    describe("imports", () => {
        const idOf = (): string => tenant.rows(policy)[0]!.id;

        it("a row by its path and by the short form, with the arguments a program needs", async () => {
            const id = idOf();
            for (const given of [
                `${policy.path}/assignments/${id}`,
                `/${policy.path}/assignments/${id}`,
                `${policy.id}/${id}`,
            ]) {
                const answer = await read(given);
                assert.equal(answer.getId(), `${policy.path}/assignments/${id}`);
                assert.deepEqual(Object.keys(answer.getInputs()!.toJavaScript()), [
                    "deviceCompliancePolicyId",
                    "target",
                ]);
                assert.equal(answer.getProperties()!.toJavaScript()["assignmentId"], id);
            }
        });

        it("a set by its path and by the policy's id, with all direct rows", async () => {
            const type = "intune:index:DeviceCompliancePolicyAssignmentSet";
            for (const given of [`${policy.path}/assignments`, policy.id]) {
                const answer = await read(given, {}, type);
                assert.equal(answer.getId(), `${policy.path}/assignments`);
                assert.equal((answer.getInputs()!.toJavaScript()["targets"] as unknown[]).length, 2);
            }
        });

        const wrong: Readonly<Record<string, { id: () => string; told: RegExp; type?: string }>> = {
            "an assignment that is not there": {
                id: () => `${policy.id}/nothing`,
                told: /^Import failed: compliance policy .* has no assignment "nothing"\. It has: /,
            },
            "a policy that is not there": {
                id: () => `7e570000-0000-4000-8000-00000000ffff/x`,
                told: /there is no such policy/,
            },
            "a row of another kind": {
                id: () => "deviceManagement/deviceConfigurations/x/assignments/y",
                told: /belongs to a DeviceConfigurationAssignment, not to a DeviceCompliancePolicyAssignment\. Write deviceManagement\/deviceCompliancePolicies/,
            },
            "a kind that is not served": {
                id: () => "deviceManagement/deviceManagementScripts/x/assignments/y",
                told: /a kind that this provider does not serve/,
            },
            "a set where a row is meant": {
                id: () => `${policy.path}/assignments`,
                told: /belongs to a DeviceCompliancePolicyAssignmentSet/,
            },
            "a row where a set is meant": {
                id: () => `${policy.path}/assignments/x`,
                told: /belongs to a DeviceCompliancePolicyAssignment, not/,
                type: "intune:index:DeviceCompliancePolicyAssignmentSet",
            },
            "a user of a kind that has none": {
                id: () => `users/ada@contoso.com/deviceCompliancePolicies/${policy.id}/assignments/x`,
                told: /names a user/,
            },
            "a policy where a row is meant": { id: () => policy.id, told: /is no id of an assignment\. Write / },
            "no id at all": { id: () => "a/b/c/d", told: /is no id of an assignment\. Write / },
            "a broken percent-encoding": { id: () => `${policy.id}/%zz`, told: /percent-encoding/ },
            "a row of a policy set": {
                id: () => `${policy.id}/${tenant.rows(policy).find(({ source }) => source === "policySets")!.id}`,
                told: /comes from a policy set/,
            },
        };
        for (const [name, { id, told, type }] of Object.entries(wrong)) {
            it(`not ${name}, in one clear line`, async () => {
                const answer = await refusal(read(id(), {}, type));
                assert.equal(answer.code, status.INVALID_ARGUMENT);
                assert.match(answer.told, told);
                assert.equal(answer.told.includes("\n"), false);
            });
        }
    });
});
