import assert from "node:assert/strict";
import { createRowHandler } from "../../provider/resources/row";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { openSession } from "../support/host";
import { rejection } from "../support/rejection";

const tenant = realisticTenant();

function inputs(policyId: string, target: unknown): Record<string, unknown> {
    return { deviceCompliancePolicyId: policyId, target };
}

describe("wrong ids, tokens, permissions and answers end in one message and change nothing", () => {
    const subject = String(tenant.deviceCompliancePolicies[0]?.id);
    const handler = createRowHandler("deviceCompliancePolicy");
    const target = { type: "group", groupId: String(tenant.groups[1]?.id) };

    async function failWith(
        options: Parameters<typeof startSimulator>[0],
        attempt: (url: string, simulator: Simulator) => Promise<unknown>,
    ): Promise<string> {
        const simulator = await startSimulator({ state: realisticTenant(), ...options });
        try {
            const before = simulator.tenant.toJSON();
            const { message } = await rejection(attempt(simulator.url, simulator));
            assert.deepEqual(simulator.tenant.toJSON(), before);
            assert.doesNotMatch(message, /test-token|\bat .*:\d+:\d+/);
            return message;
        } finally {
            await simulator.close();
        }
    }

    it("a policy that is not there", async () => {
        const missing = "12345678-0000-4000-8000-000000000000";
        const message = await failWith({}, (url) => handler.create(openSession(url), inputs(missing, target)));
        assert.match(
            message,
            /^Assign failed: compliance policy 12345678-0000-4000-8000-000000000000: 404: .* Check its id/,
        );
    });

    it("a group that is not there", async () => {
        const unknown = { type: "group", groupId: "12345678-0000-4000-8000-000000000000" };
        const message = await failWith({}, (url) => handler.create(openSession(url), inputs(subject, unknown)));
        assert.match(
            message,
            /400 BadRequest: Invalid GroupId : 12345678-.*a valid AADGroupId is expected\. Check the ids/,
        );
    });

    it("a token the service refuses", async () => {
        const message = await failWith({ tokens: ["another"] }, (url) =>
            handler.create(openSession(url), inputs(subject, target)),
        );
        assert.match(message, /refused the token/);
    });

    it("a permission that is missing, by its name", async () => {
        const message = await failWith({ permissions: ["DeviceManagementConfiguration.Read.All"] }, (url) =>
            handler.create(openSession(url), inputs(subject, target)),
        );
        assert.match(message, /403 Forbidden: .* The app lacks DeviceManagementConfiguration\.ReadWrite\.All/);
    });

    it("a tenant with Multi Admin Approval", async () => {
        const message = await failWith({ approval: true }, (url) =>
            handler.create(openSession(url), inputs(subject, target)),
        );
        assert.match(message, /set intune:approvalJustification/);
        const pending = await failWith({ approval: true }, (url) =>
            handler.create(
                openSession(url, { approvalJustification: "ticket 42", writeMode: "assign" }),
                inputs(subject, target),
            ),
        );
        assert.match(pending, /waits for approval: .* approve request [0-9a-f]{16} in Intune/);
    });

    it("an HTML page, a cut-off answer and a redirect in place of a list", async () => {
        const html = await failWith({}, (url, simulator) => {
            simulator.fail({ method: "GET", times: 9, action: { type: "html", status: 200 } });
            return handler.create(openSession(url), inputs(subject, target));
        });
        assert.match(html, /an HTML or XML page instead of JSON\. Check intune:endpoint/);
        const cut = await failWith({}, (url, simulator) => {
            simulator.fail({ method: "GET", times: 9, action: { type: "truncate" } });
            return handler.create(openSession(url), inputs(subject, target));
        });
        assert.match(cut, /cut-off JSON/);
        const redirect = await failWith({}, (url, simulator) => {
            simulator.fail({
                action: { type: "status", status: 302, headers: { Location: "http://127.0.0.1:9/x" }, body: {} },
            });
            return handler.create(openSession(url), inputs(subject, target));
        });
        assert.match(redirect, /redirects, which is never followed with a token/);
    });

    it("an endpoint where nothing listens", async () => {
        const simulator = await startSimulator();
        await simulator.close();
        const error = await rejection(handler.create(openSession(simulator.url), inputs(subject, target)));
        assert.match(error.message, /no connection \(ECONNREFUSED\)\. Check intune:endpoint/);
    });
});

describe("answers of a service that means harm", () => {
    const handler = createRowHandler("deviceCompliancePolicy");
    const policyId = String(tenant.deviceCompliancePolicies[0]?.id);
    const target = { type: "group", groupId: String(tenant.groups[1]?.id) };

    async function withAnswer(body: unknown): Promise<{ message: string; simulator: Simulator }> {
        const simulator = await startSimulator({ state: realisticTenant() });
        try {
            simulator.fail({ method: "GET", times: 99, action: { type: "status", status: 200, body } });
            return {
                message: (await rejection(handler.create(openSession(simulator.url), inputs(policyId, target))))
                    .message,
                simulator,
            };
        } finally {
            await simulator.close();
        }
    }

    it("can't send the token to another host by a next page", async () => {
        const { message, simulator } = await withAnswer({ value: [], "@odata.nextLink": "http://127.0.0.1:9/beta/x" });
        assert.match(message, /another host than intune:endpoint/);
        assert.equal(simulator.counts().writes, 0);
    });

    it("can't keep it walking in a circle", async () => {
        const simulator = await startSimulator({ state: realisticTenant() });
        try {
            const next = `${simulator.url}/beta/deviceManagement/deviceCompliancePolicies/${policyId}/assignments?$skiptoken=x`;
            simulator.fail({
                method: "GET",
                times: 99,
                action: { type: "status", status: 200, body: { value: [], "@odata.nextLink": next } },
            });
            const { message } = await rejection(handler.create(openSession(simulator.url), inputs(policyId, target)));
            assert.match(message, /in a circle/);
            assert.equal(simulator.counts().writes, 0);
        } finally {
            await simulator.close();
        }
    });

    it("can't make a merge drop an entry that has no id", async () => {
        const { message, simulator } = await withAnswer({ value: [{ target: {} }] });
        assert.match(
            message,
            /an entry without an id, or one nested too deep, so it can't be put back\. Nothing was changed/,
        );
        assert.equal(simulator.counts().writes, 0);
    });

    it("can't reach another path by an assignment's id", async () => {
        const configurationId = String(tenant.deviceConfigurations[0]?.id);
        const row = {
            id: "../../../evil",
            source: "direct",
            target: { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: target.groupId },
        };
        const simulator = await startSimulator({ state: realisticTenant() });
        try {
            simulator.tenant.setAssignments("deviceConfigurations", configurationId, [
                { ...row, source: "direct", sourceId: configurationId },
            ]);
            await createRowHandler("deviceConfiguration").delete(openSession(simulator.url), {
                deviceConfigurationId: configurationId,
                target,
            });
            const paths = simulator.requests.map(({ path }) => path);
            assert.ok(
                paths.every((path) => path.startsWith(`deviceManagement/deviceConfigurations/${configurationId}/`)),
            );
            assert.deepEqual(simulator.tenant.assignments("deviceConfigurations", configurationId), []);
        } finally {
            await simulator.close();
        }
    });

    it("can't pollute prototypes", async () => {
        await withAnswer(
            JSON.parse('{"value":[{"__proto__":{"polluted":true},"target":{"__proto__":{"polluted":true}}}]}'),
        );
        assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    });
});
