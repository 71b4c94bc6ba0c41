import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realisticTenant, startSimulator, type Simulator, type SimulatorOptions } from "../../simulator";

const tenant = realisticTenant();
const groupTarget = { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId: tenant.groups[1]?.id };
const exclusionTarget = { ...groupTarget, "@odata.type": "#microsoft.graph.exclusionGroupAssignmentTarget" };
const configuration = `deviceManagement/deviceConfigurations/${String(tenant.deviceConfigurations[1]?.id)}`;
const compliance = `deviceManagement/deviceCompliancePolicies/${String(tenant.deviceCompliancePolicies[0]?.id)}`;
const enrollment = `deviceManagement/deviceEnrollmentConfigurations/${String(tenant.deviceEnrollmentConfigurations[3]?.id)}`;
const defaults = `deviceManagement/deviceEnrollmentConfigurations/${String(tenant.deviceEnrollmentConfigurations[0]?.id)}`;

interface Got {
    readonly status: number;
    readonly headers: Headers;
    readonly text: string;
    // The tests look into answers of many shapes.
    readonly json: Record<string, unknown>;
}

describe("the simulator", () => {
    let simulator: Simulator;
    afterEach(() => simulator.close());

    async function start(options: SimulatorOptions = {}): Promise<void> {
        simulator = await startSimulator({ state: realisticTenant(), ...options });
    }

    async function ask(
        method: string,
        path: string,
        body?: unknown,
        headers: Record<string, string> = {},
    ): Promise<Got> {
        const response = await fetch(`${simulator.url}/${path}`, {
            method,
            headers: {
                Authorization: "Bearer t",
                ...(body === undefined ? {} : { "Content-Type": "application/json" }),
                ...headers,
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const text = await response.text();
        const isJson = response.headers.get("content-type")?.includes("json") === true;
        return {
            status: response.status,
            headers: response.headers,
            text,
            json: isJson ? (JSON.parse(text) as Got["json"]) : {},
        };
    }

    function errorOf({ json }: Got): { code: string; message: string; innerError: Record<string, string> } {
        return json["error"] as never;
    }

    async function targets(path: string): Promise<unknown[]> {
        const { json } = await ask("GET", `beta/${path}/assignments`);
        return (json["value"] as { target: Record<string, unknown> }[]).map(({ target }) => target["@odata.type"]);
    }

    it("has row writes for device configurations only, and says so as tenants do", async () => {
        await start();
        const added = await ask("POST", `beta/${configuration}/assignments`, { target: groupTarget });
        assert.equal(added.status, 201);
        assert.equal(
            (await ask("DELETE", `beta/${configuration}/assignments/${String(added.json["id"])}`)).status,
            204,
        );
        for (const path of [compliance, enrollment]) {
            const refused = await ask("POST", `beta/${path}/assignments`, { target: groupTarget });
            assert.equal(refused.status, 400);
            assert.equal(errorOf(refused).code, "No method match route template");
            assert.match(
                errorOf(refused).message,
                /^No OData route exists that match template ~\/singleton\/navigation\/key\/navigation with http verb POST for request \//,
            );
            assert.equal((await ask("DELETE", `beta/${path}/assignments/x`)).status, 400);
        }
        assert.equal(
            (await ask("POST", `beta/${configuration}/assignments/$ref`, { target: groupTarget })).status,
            400,
        );
    });

    it("has every write of the five documents in documented mode, also below users", async () => {
        await start({ mode: "documented" });
        const user = `users/ada@example.com/${enrollment.replace("deviceManagement/", "")}`;
        for (const path of [configuration, compliance, user]) {
            assert.equal((await ask("POST", `beta/${path}/assignments`, { target: groupTarget })).status, 201, path);
        }
        assert.equal(
            (
                await ask("POST", `beta/${configuration}/assignments/$ref`, {
                    target: { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget" },
                })
            ).status,
            201,
        );
        assert.equal((await ask("POST", `v1.0/${compliance}/assignments`, { target: exclusionTarget })).status, 409);
    });

    it("replaces the whole direct list by assign and keeps what policy sets made", async () => {
        await start();
        const id = String(tenant.deviceCompliancePolicies[0]?.id);
        const inherited = simulator.tenant.assign("deviceCompliancePolicies", id, exclusionTarget, "policySets");
        const answer = await ask("POST", `beta/${compliance}/assign`, {
            assignments: [{ target: groupTarget }, { target: { ...groupTarget } }],
        });
        assert.equal(answer.status, 200);
        const rows = answer.json["value"] as { id: string; source: string; sourceId: string }[];
        assert.deepEqual(
            rows.map(({ source }) => source),
            ["policySets", "direct"],
        );
        assert.equal(rows[0]?.id, inherited.id);
        assert.equal(rows[1]?.id, `${id}_${String(tenant.groups[1]?.id)}`);
        assert.equal(rows[1].sourceId, id);
        assert.equal((await ask("POST", `beta/${compliance}/assign`, { assignments: [] })).status, 200);
        assert.deepEqual(
            simulator.tenant.assignments("deviceCompliancePolicies", id).map(({ source }) => source),
            ["policySets"],
        );
        assert.equal((await ask("POST", `beta/${compliance}/assign`, { wrong: [] })).status, 400);
    });

    it("answers an enrollment configuration's assign with 204, stores exclusions as inclusions, and refuses defaults", async () => {
        await start();
        const body = { enrollmentConfigurationAssignments: [{ target: exclusionTarget }] };
        const answer = await ask("POST", `beta/${enrollment}/assign`, body);
        assert.equal(answer.status, 204);
        assert.equal(answer.text, "");
        assert.deepEqual(await targets(enrollment), ["#microsoft.graph.groupAssignmentTarget"]);
        assert.equal((await ask("POST", `beta/${enrollment}/assign`, { assignments: [] })).status, 400);
        assert.equal((await ask("POST", `beta/${defaults}/assign`, body)).status, 400);
    });

    it("shows neither filter nor source on v1.0, and refuses filters there", async () => {
        await start();
        const filter = {
            deviceAndAppManagementAssignmentFilterId: tenant.assignmentFilters[0]?.id,
            deviceAndAppManagementAssignmentFilterType: "include",
        };
        const target = { "@odata.type": "#microsoft.graph.allDevicesAssignmentTarget", ...filter };
        assert.equal((await ask("POST", `v1.0/${configuration}/assignments`, { target })).status, 400);
        assert.equal((await ask("POST", `beta/${configuration}/assignments`, { target })).status, 201);
        const { json } = await ask("GET", `v1.0/${configuration}/assignments`);
        const rows = json["value"] as Record<string, Record<string, unknown>>[];
        assert.deepEqual(
            rows.map((row) => Object.keys(row)),
            [
                ["id", "target"],
                ["id", "target"],
            ],
        );
        assert.deepEqual(rows[1]?.["target"], { "@odata.type": target["@odata.type"] });
    });

    it("refuses abstract targets, unknown groups and filters, and filters on exclusions", async () => {
        await start();
        const post = (target: unknown): Promise<Got> => ask("POST", `beta/${configuration}/assignments`, { target });
        const abstract = await post({ "@odata.type": "#microsoft.graph.deviceAndAppManagementAssignmentTarget" });
        assert.equal(errorOf(abstract).code, "ModelValidationFailure");
        assert.equal(errorOf(await post({ groupId: "x" })).code, "ModelValidationFailure");
        const bad = await post({ ...groupTarget, groupId: "12345678-0000-4000-8000-000000000000" });
        const inner = JSON.parse(errorOf(bad).message) as { _version: number; Message: string };
        assert.equal(inner._version, 3);
        assert.match(inner.Message, /^Invalid GroupId : 12345678.* - Operation ID \(for customer support\)/);
        assert.equal(
            (
                await post({
                    ...exclusionTarget,
                    deviceAndAppManagementAssignmentFilterId: tenant.assignmentFilters[0]?.id,
                    deviceAndAppManagementAssignmentFilterType: "include",
                })
            ).status,
            400,
        );
        assert.equal(
            (
                await post({
                    ...groupTarget,
                    deviceAndAppManagementAssignmentFilterId: "12345678-0000-4000-8000-000000000000",
                    deviceAndAppManagementAssignmentFilterType: "include",
                })
            ).status,
            400,
        );
    });

    it("carries ids for support in headers and body, and echoes the client's", async () => {
        await start();
        const got = await ask("GET", "beta/deviceManagement/deviceCompliancePolicies/none", undefined, {
            "client-request-id": "mine",
        });
        assert.equal(got.status, 404);
        assert.equal(got.headers.get("client-request-id"), "mine");
        assert.equal(errorOf(got).innerError["request-id"], got.headers.get("request-id"));
    });

    it("pages, filters, selects and expands", async () => {
        await start({ pageSize: 2 });
        const first = await ask(
            "GET",
            "beta/deviceManagement/deviceConfigurations?$select=id,displayName&$expand=assignments",
        );
        const items = first.json["value"] as Record<string, unknown>[];
        assert.equal(items.length, 2);
        assert.deepEqual(Object.keys(items[1] ?? {}).sort(), [
            "@odata.type",
            "assignments",
            "assignments@odata.context",
            "displayName",
            "id",
        ]);
        const next = String(first.json["@odata.nextLink"]).replace(`${simulator.url}/`, "");
        const second = await ask("GET", next);
        assert.notDeepEqual(second.json["value"], first.json["value"]);
        simulator.tenant.addGroup({ displayName: "O'Brien's team" });
        const found = await ask(
            "GET",
            `beta/groups?$filter=${encodeURIComponent("displayName eq 'O''Brien''s team'")}`,
        );
        assert.equal((found.json["value"] as unknown[]).length, 1);
        assert.equal((await ask("GET", "beta/groups?$filter=nonsense")).status, 400);
        assert.equal((await ask("GET", "beta/groups?$nonsense=1")).status, 400);
    });

    it("answers batches: each request by itself, dependants of a failure 424, at most 20", async () => {
        await start();
        const requests = [
            { id: "1", method: "GET", url: `/${compliance}/assignments` },
            { id: "2", method: "GET", url: "/deviceManagement/deviceConfigurations/none" },
            { id: "3", method: "GET", url: "/groups", dependsOn: ["2"] },
        ];
        const { status, json } = await ask("POST", "beta/$batch", { requests });
        assert.equal(status, 200);
        const byId = new Map(
            (json["responses"] as { id: string; status: number }[]).map((answer) => [answer.id, answer.status]),
        );
        assert.deepEqual([byId.get("1"), byId.get("2"), byId.get("3")], [200, 404, 424]);
        const many = Array.from({ length: 21 }, (_, at) => ({ id: String(at), method: "GET", url: "/groups" }));
        assert.equal((await ask("POST", "beta/$batch", { requests: many })).status, 400);
        assert.equal((await ask("POST", "beta/$batch", { requests: [many[0], many[0]] })).status, 400);
        assert.deepEqual(simulator.counts(), { http: 3, logical: 2, writes: 0, assigns: 0 });
    });

    it("throttles by a sliding window, inside batches too", async () => {
        await start({ throttle: { writes: 2, any: 100, windowMs: 60_000, retryAfter: "seconds" } });
        const write = {
            method: "POST",
            url: `/${compliance}/assign`,
            headers: { "Content-Type": "application/json" },
            body: { assignments: [] },
        };
        const { json } = await ask("POST", "beta/$batch", {
            requests: ["1", "2", "3"].map((id) => ({ id, ...write })),
        });
        const answers = json["responses"] as { id: string; status: number; headers: Record<string, string> }[];
        const last = answers.find(({ id }) => id === "3");
        assert.equal(last?.status, 429);
        assert.ok(Number(last.headers["Retry-After"]) > 50);
        assert.equal((await ask("GET", "beta/groups")).status, 200);
    });

    it("asks for a token, for permissions and for approval when told to", async () => {
        await start({ tokens: ["good"], permissions: ["DeviceManagementConfiguration.Read.All"], approval: true });
        assert.equal((await ask("GET", "beta/groups")).status, 401);
        const good = { Authorization: "Bearer good" };
        assert.equal((await ask("GET", `beta/${compliance}/assignments`, undefined, good)).status, 200);
        assert.equal((await ask("POST", `beta/${compliance}/assign`, { assignments: [] }, good)).status, 403);
        await simulator.close();
        await start({ approval: true });
        const assign = (headers: Record<string, string>): Promise<Got> =>
            ask("POST", `beta/${compliance}/assign`, { assignments: [] }, headers);
        assert.equal((await assign({})).status, 400);
        const waiting = await assign({ "x-msft-approval-justification": "dGVzdA==" });
        assert.equal(waiting.status, 412);
        const code = String(waiting.headers.get("x-msft-approval-code"));
        assert.equal((await assign({ "x-msft-approval-code": code })).status, 412);
        assert.equal(simulator.approve(code), true);
        assert.equal((await assign({ "x-msft-approval-code": code })).status, 200);
    });

    it("reads behind its writes when told to", async () => {
        await start({ readLagMs: 60_000 });
        const before = await targets(compliance);
        await ask("POST", `beta/${compliance}/assign`, { assignments: [] });
        assert.deepEqual(await targets(compliance), before);
    });

    it("makes the faults a test asks for, as often as asked", async () => {
        await start();
        simulator.fail({ path: "/assign$", action: { type: "drop", applied: true } });
        await assert.rejects(ask("POST", `beta/${compliance}/assign`, { assignments: [] }));
        assert.deepEqual(await targets(compliance), []);
        simulator.fail({ skip: 1, times: 1, action: { type: "status", status: 503, headers: { "Retry-After": "7" } } });
        assert.equal((await ask("GET", "beta/groups")).status, 200);
        const hit = await ask("GET", "beta/groups");
        assert.deepEqual([hit.status, hit.headers.get("retry-after")], [503, "7"]);
        assert.equal((await ask("GET", "beta/groups")).status, 200);
    });

    it("keeps its tenant in a file and goes on from there", async () => {
        const folder = mkdtempSync(join(tmpdir(), "intune-simulator-"));
        const state = join(folder, "tenant.json");
        try {
            simulator = await startSimulator({ state, initialState: realisticTenant() });
            await ask("POST", `beta/${compliance}/assign`, { assignments: [{ target: groupTarget }] });
            await simulator.close();
            const saved = JSON.parse(readFileSync(state, "utf8")) as unknown;
            simulator = await startSimulator({ state });
            assert.deepEqual(JSON.parse(JSON.stringify(simulator.tenant.toJSON())), saved);
            assert.deepEqual(await targets(compliance), ["#microsoft.graph.groupAssignmentTarget"]);
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    it("lets another process tamper, but no web page", async () => {
        await start();
        const id = String(tenant.deviceCompliancePolicies[0]?.id);
        assert.equal((await ask("PUT", `simulator/assignments/deviceCompliancePolicies/${id}`, [])).status, 204);
        assert.deepEqual(await targets(compliance), []);
        assert.equal((await ask("GET", "simulator/state", undefined, { Origin: "https://evil.example" })).status, 403);
        assert.equal((await ask("PUT", "simulator/mode", "documented")).status, 204);
        assert.equal(simulator.mode, "documented");
        assert.equal((await ask("PUT", "simulator/mode", "x")).status, 400);
    });

    it("shows who gets what on a page that escapes every name", async () => {
        await start();
        simulator.tenant.addPolicy("deviceConfigurations", { displayName: "<script>alert(1)</script>" });
        const { text, headers } = await ask("GET", "");
        assert.match(String(headers.get("content-security-policy")), /default-src 'none'/);
        assert.equal(text.includes("<script>"), false);
        assert.match(text, /exclude<\/span> Break glass accounts/);
        assert.match(text, /from a policy set/);
    });
});
