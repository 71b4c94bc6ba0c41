import assert from "node:assert/strict";
import { realisticTenant, startSimulator, type Simulator, type TenantState } from "../../simulator";
import { createProject, type Program, type Project } from "../support/engine";
import { hosts, type Host } from "../support/program";

const awkward = `O'Brien's "Zürich" & 50% +1 #🚀`;
const groupId = (number: number): string => `60000000-0000-4000-9000-${String(number).padStart(12, "0")}`;

function tenantState(): TenantState {
    const state = realisticTenant();
    const teams = Array.from({ length: 200 }, (_, at) => ({ id: groupId(at), displayName: `Team ${String(at)}` }));
    const others = [awkward, "Twice", "Twice"].map((displayName, at) => ({ id: groupId(900 + at), displayName }));
    return { ...state, groups: [...state.groups, ...teams, ...others] };
}

const packages: Readonly<Record<Host, string>> = { dynamic: "pulumi-intune", plugin: "pulumi-intune/plugin" };

describe("a program that names what it means", () => {
    let simulator: Simulator;
    let project: Project;
    let config: Record<string, string>;

    const policyName = (): string => simulator.tenant.list("deviceCompliancePolicies")[0]!.displayName;
    const http = (): number => simulator.counts().http;

    beforeEach(async () => {
        simulator = await startSimulator({ state: tenantState() });
        config = { "intune:endpoint": simulator.url, "intune:pacing": "off" };
    });
    afterEach(async () => {
        project.remove();
        await simulator.close();
    });

    async function open(program: Program | string): Promise<void> {
        project = await createProject(program, { config });
        await project.setSecret("intune:accessToken", "test");
    }

    const node = (from: string, groups: string): string => `
        const intune = require("${from}");
        module.exports = async () => {
            const [policy, ...groups] = await Promise.all([
                intune.getDeviceCompliancePolicy({ displayName: ${JSON.stringify(policyName())} }),
                ${groups}
            ]);
            const target = { type: "exclusionGroup", groupId: groups[0].id };
            const row = new intune.DeviceCompliancePolicyAssignment("row", { deviceCompliancePolicyId: policy.id, target });
            const again = intune.getGroupOutput({ id: row.target.apply(({ groupId }) => groupId) });
            // Only Graph tells it: a preview does not know it yet.
            const owner = intune.getDeviceCompliancePolicyOutput({ id: row.sourceId });
            const hidden = intune.getGroupOutput({ displayName: require("@pulumi/pulumi").secret("Sales") });
            return { groups: groups.length, name: again.displayName, owner: owner.displayName, hidden: hidden.id };
        };`;

    for (const host of hosts) {
        it(`assigns by name on the ${host} host, looks up names and ids together, and is settled`, async () => {
            const groups = `intune.getGroup({ displayName: ${JSON.stringify(awkward)} }), intune.getGroup({ id: "${groupId(7)}" }),`;
            await open(node(packages[host], groups));
            const up = await project.up();
            assert.equal(up.exitCode, 0, up.output);
            const { stdout } = await project.run(["stack", "output", "--json"]);
            assert.deepEqual(JSON.parse(stdout), { groups: 2, name: awkward, owner: policyName(), hidden: "[secret]" });
            const preview = await project.preview({ args: ["--expect-no-changes"] });
            assert.equal(preview.exitCode, 0, preview.output);
        });
    }

    for (const host of hosts) {
        it(`asks for two hundred names in at most fifteen requests on the ${host} host`, async () => {
            const groups = "...Array.from({ length: 199 }, (_, at) => intune.getGroup({ displayName: `Team ${at}` })),";
            await open(node(packages[host], groups));
            const preview = await project.preview();
            assert.equal(preview.exitCode, 0, preview.output);
            // Ten batches of names, and one for what came a moment later.
            assert.ok(http() <= 15, `${String(http())} requests`);
        });

        it(`fails on the ${host} host before anything is written when a name is nobody's or two have it, without a trace`, async () => {
            const wrong: Readonly<Record<string, string>> = {
                '{ displayName: "Nobody" }': 'Lookup failed: group named "Nobody": there is none in this tenant.',
                '{ displayName: "Twice" }': `there are 2: ${groupId(901)}, ${groupId(902)}. Give the id of the one you mean.`,
                "{}": "Lookup failed: getGroup: nothing to look for. Give either displayName or id.",
                "": "Lookup failed: getGroup: nothing to look for. Give either displayName or id.",
                '{ id: "Sales" }': 'id "Sales" is no id: it has to be a GUID.',
            };
            await open("");
            for (const [args, told] of Object.entries(wrong)) {
                project.write(node(packages[host], `intune.getGroup(${args}),`));
                const up = await project.up();
                assert.notEqual(up.exitCode, 0, up.output);
                assert.ok(up.output.includes(told), up.output);
                assert.doesNotMatch(up.output, /^\s+at /m);
            }
            assert.equal(simulator.counts().writes, 0);
        });
    }

    describe("on several tenants, with a provider for each", () => {
        let second: Simulator;

        beforeEach(async () => {
            const state = tenantState();
            const moved = state.groups.map((group) => ({ ...group, id: group.id.replace("-9000-", "-9111-") }));
            second = await startSimulator({ state: { ...state, groups: moved } });
        });
        afterEach(() => second.close());

        const program = (body: string): string => `
            const pulumi = require("@pulumi/pulumi");
            const intune = require("pulumi-intune/plugin");
            const settings = { accessToken: "test", pacing: "off" };
            const other = (endpoint) => new intune.Provider("other", { ...settings, endpoint });
            module.exports = async () => { ${body} };`;

        it("looks in the tenant of the provider that it is given, and in the stack's without one", async () => {
            await open(
                program(`
                    const provider = other("${second.url}");
                    const name = { displayName: "Team 7" };
                    const parent = new pulumi.ComponentResource("t:index:Team", "team", {}, { providers: [provider] });
                    return {
                        own: (await intune.getGroup(name)).id,
                        others: (await intune.getGroup(name, { provider })).id,
                        later: intune.getGroupOutput(name, { provider }).id,
                        child: intune.getGroupOutput(name, { parent }).id,
                    };`),
            );
            const up = await project.up();
            assert.equal(up.exitCode, 0, up.output);
            const { stdout } = await project.run(["stack", "output", "--json"]);
            const far = groupId(7).replace("-9000-", "-9111-");
            assert.deepEqual(JSON.parse(stdout), { own: groupId(7), others: far, later: far, child: far });
        });

        it("waits for a provider whose settings only up can tell", async () => {
            const assigned = (found: string): string =>
                program(`
                    const row = new intune.DeviceCompliancePolicyAssignment("row", {
                        deviceCompliancePolicyId: (await intune.getDeviceCompliancePolicy({ displayName: ${JSON.stringify(policyName())} })).id,
                        target: { type: "group", groupId: "${groupId(7)}" },
                    });
                    const provider = other(row.assignmentId.apply(() => "${second.url}"));
                    const name = { displayName: "Team 8" };
                    const target = { type: "group", groupId: ${found} };
                    new intune.DeviceCompliancePolicyAssignment("far", { deviceCompliancePolicyId: row.deviceCompliancePolicyId, target }, { provider });`);
            await open(assigned("(await intune.getGroup(name, { provider })).id"));
            const wrong = await project.preview();
            assert.notEqual(wrong.exitCode, 0);
            assert.match(
                wrong.output,
                /getGroup: the settings of its provider are not known in a preview. Use getGroupOutput/,
            );
            project.write(assigned("intune.getGroupOutput(name, { provider }).id"));
            const preview = await project.preview();
            assert.equal(preview.exitCode, 0, preview.output);
            const up = await project.up();
            assert.equal(up.exitCode, 0, up.output);
            assert.deepEqual([...up.steps].sort(), ["create far", "create row"]);
        });
    });

    it("does so in YAML too, whose host asks for one after the other", async () => {
        const invoke = (name: string, displayName: string): object => ({
            "fn::invoke": { function: `intune:${name}`, arguments: { displayName } },
        });
        const row = {
            type: "intune:DeviceCompliancePolicyAssignment",
            properties: { deviceCompliancePolicyId: "${policy.id}", target: { type: "group", groupId: "${group.id}" } },
        };
        const teams = Object.fromEntries(
            Array.from({ length: 197 }, (_, at) => [`team${String(at)}`, invoke("getGroup", `Team ${String(at)}`)]),
        );
        const yaml = (name: string): Program => {
            const variables = {
                ...teams,
                policy: invoke("getDeviceCompliancePolicy", policyName()),
                group: invoke("getGroup", name),
                owner: {
                    "fn::invoke": {
                        function: "intune:getDeviceCompliancePolicy",
                        arguments: { id: "${row.sourceId}" },
                    },
                },
            };
            const outputs = { owner: "${owner.displayName}" };
            const source = `variables: ${JSON.stringify(variables)}\nresources: ${JSON.stringify({ row })}\noutputs: ${JSON.stringify(outputs)}\n`;
            return { language: "yaml", source };
        };
        await open(yaml(awkward));
        const first = await project.preview();
        assert.equal(first.exitCode, 0, first.output);
        assert.ok(http() <= 15, `${String(http())} requests`);
        const up = await project.up();
        assert.equal(up.exitCode, 0, up.output);
        assert.deepEqual(up.steps, ["create row"]);
        const { stdout } = await project.run(["stack", "output", "--json"]);
        assert.deepEqual(JSON.parse(stdout), { owner: policyName() });
        project.write(yaml("Twice"));
        const wrong = await project.preview();
        assert.notEqual(wrong.exitCode, 0);
        assert.ok(wrong.output.includes(`there are 2: ${groupId(901)}, ${groupId(902)}.`), wrong.output);
    });
});
