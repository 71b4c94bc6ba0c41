import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Target } from "../../provider/assignment/arguments";
import type { KindName } from "../../provider/assignment/kinds";
import { createRowHandler } from "../../provider/resources/row";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { openSession } from "../support/host";

/** The five documents, as they were given: what each says of its request and its answer. */
interface Document {
    /** `POST /deviceManagement/…` with `{…}` for ids. */
    readonly route: string;
    /** Properties of the example's body and of the answer's. */
    readonly requestType: string;
    readonly answerStatus: number;
    readonly answerProperties: readonly string[];
    readonly version: string;
}

const folder = join(__dirname, "..", "seeds");

function jsonBlocks(text: string): Record<string, unknown>[] {
    return [...text.matchAll(/^\{$[^]*?^\}$/gm)].map(([block]) => JSON.parse(block) as Record<string, unknown>);
}

function readDocument(number: number): Document {
    const name = readdirSync(folder).find((file) => file.startsWith(`00${String(number)}_`));
    const text = readFileSync(join(folder, String(name)), "utf8");
    const [request = {}, answer = {}] = jsonBlocks(text);
    return {
        route: String(/^POST \/.*$/m.exec(text)?.[0]),
        requestType: String(request["@odata.type"]).replace("#microsoft.management.services.api.", "#microsoft.graph."),
        answerStatus: Number(/HTTP\/1\.1 (\d+)/.exec(text)?.[1]),
        answerProperties: Object.keys(answer),
        version: /graph\.microsoft\.com\/(v1\.0|beta)\//.exec(text)?.[1] ?? "beta",
    };
}

function pattern(route: string): RegExp {
    const path = route
        .replace(/^POST \//, "")
        .split(/\{\w+\}/)
        .map((part) => part.replace(/[$/]/g, "\\$&"));
    return new RegExp(`^${path.join("[^/]+")}$`);
}

interface Case {
    readonly number: number;
    readonly kind: KindName;
    readonly inputs: Record<string, unknown> & { readonly target: Target };
    readonly config: Record<string, string>;
    readonly sentTarget: Record<string, unknown>;
}

const tenant = realisticTenant();
const configurationId = String(tenant.deviceConfigurations[0]?.id);
const complianceId = String(tenant.deviceCompliancePolicies[1]?.id);
const enrollmentId = String(tenant.deviceEnrollmentConfigurations[2]?.id);
const groupId = String(tenant.groups[1]?.id);
const filterId = String(tenant.assignmentFilters[0]?.id);

const group = { type: "group", groupId } as const;
const sentGroup = { "@odata.type": "#microsoft.graph.groupAssignmentTarget", groupId };
const collection = { type: "configurationManagerCollection", collectionId: "SMS00001" } as const;
const sentCollection = {
    "@odata.type": "#microsoft.graph.configurationManagerCollectionAssignmentTarget",
    collectionId: "SMS00001",
};

const cases: Case[] = [
    {
        number: 0,
        kind: "deviceConfiguration",
        inputs: { deviceConfigurationId: configurationId, target: group },
        config: {},
        sentTarget: sentGroup,
    },
    {
        number: 1,
        kind: "deviceConfiguration",
        inputs: { deviceConfigurationId: configurationId, target: group },
        config: { writeMode: "reference" },
        sentTarget: sentGroup,
    },
    {
        number: 2,
        kind: "enrollmentConfiguration",
        inputs: { deviceEnrollmentConfigurationId: enrollmentId, userId: "ada@example.com", target: group },
        config: {},
        sentTarget: sentGroup,
    },
    {
        number: 3,
        kind: "deviceCompliancePolicy",
        inputs: { deviceCompliancePolicyId: complianceId, target: { ...collection, filterId, filterType: "include" } },
        config: {},
        sentTarget: {
            ...sentCollection,
            deviceAndAppManagementAssignmentFilterId: filterId,
            deviceAndAppManagementAssignmentFilterType: "include",
        },
    },
    {
        number: 4,
        kind: "enrollmentConfiguration",
        inputs: { deviceEnrollmentConfigurationId: enrollmentId, target: collection },
        config: { apiVersion: "v1.0" },
        sentTarget: sentCollection,
    },
    {
        number: 4,
        kind: "enrollmentConfiguration",
        inputs: { deviceEnrollmentConfigurationId: enrollmentId, target: collection },
        config: { apiVersion: "beta" },
        sentTarget: sentCollection,
    },
];

describe("the five documents", () => {
    let simulator: Simulator;
    before(async () => {
        simulator = await startSimulator({ mode: "documented" });
    });
    beforeEach(() => {
        simulator.tenant.fromJSON(realisticTenant());
        simulator.clearRequests();
    });
    after(() => simulator.close());

    for (const { number, kind, inputs, config, sentTarget } of cases) {
        const document = readDocument(number);
        const version = config["apiVersion"] ?? "beta";

        it(`${String(number)}: ${document.route} on ${version}, as the document has it`, async () => {
            const handler = createRowHandler(kind);
            const session = openSession(simulator.url, config);
            assert.deepEqual(handler.check(session, inputs).failures, []);
            const { id, outs } = await handler.create(session, inputs);

            const writes = simulator.requests.filter(({ method }) => method !== "GET");
            assert.equal(writes.length, 1);
            const [write] = writes;
            assert.equal(write?.method, "POST");
            assert.match(write.path, pattern(document.route));
            assert.equal(write.version, version);
            assert.equal(number === 4 ? "v1.0" : "beta", document.version);
            assert.match(String(write.headers["content-type"]), /^application\/json/);
            assert.deepEqual(write.body, { "@odata.type": document.requestType, target: sentTarget });
            assert.equal(write.status, document.answerStatus);

            // Everything the document answers comes back as an output, where the version has it.
            const outputs: Record<string, unknown> = { ...outs, id: outs["assignmentId"] };
            const properties = document.answerProperties.filter(
                (name) => name !== "@odata.type" && !(version === "v1.0" && name.startsWith("source")),
            );
            properties.forEach((name) => {
                assert.notEqual(outputs[name], undefined, name);
            });
            assert.equal(id.endsWith(`/assignments/${String(outs["assignmentId"])}`), true);
            assert.equal(id.startsWith(number === 2 ? "users/ada@example.com/" : "deviceManagement/"), true);
        });
    }

    it("delete what they made, and leave the rest", async () => {
        for (const { kind, inputs, config } of cases) {
            const before = simulator.tenant.toJSON();
            const handler = createRowHandler(kind);
            const { outs } = await handler.create(openSession(simulator.url, config), inputs);
            await handler.delete(openSession(simulator.url, config), outs);
            const after = simulator.tenant.toJSON();
            assert.deepEqual(
                [after.deviceConfigurations, after.deviceCompliancePolicies, after.deviceEnrollmentConfigurations].map(
                    (list) => list.map(({ id, assignments }) => ({ id, assignments })),
                ),
                [
                    before.deviceConfigurations,
                    before.deviceCompliancePolicies,
                    before.deviceEnrollmentConfigurations,
                ].map((list) => list.map(({ id, assignments }) => ({ id, assignments }))),
            );
        }
    });
});
