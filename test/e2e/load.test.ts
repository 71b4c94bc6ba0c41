import assert from "node:assert/strict";
import { startSimulator, syntheticId, syntheticTenant, type Simulator } from "../../simulator";
import { createProject, type Project } from "../support/engine";
import { count } from "../support/facts";
import { packageUnderTest } from "../support/program";

const family = "deviceCompliancePolicies";
const policies = 20;
const rowsPerPolicy = 50;
const foreignPerPolicy = 2;

describe("a thousand rows, sixty-four at once", () => {
    let simulator: Simulator;
    let project: Project;

    before(async () => {
        const state = syntheticTenant({ family, policies, assignmentsPerPolicy: foreignPerPolicy, groups: 100 });
        simulator = await startSimulator({ state });
        const program = `
const intune = require("${packageUnderTest}");
const policies = ${JSON.stringify(Array.from({ length: policies }, (_, at) => syntheticId.policy(family, at + 1)))};
const groups = ${JSON.stringify(Array.from({ length: rowsPerPolicy }, (_, at) => syntheticId.group(at + 11)))};
policies.forEach((deviceCompliancePolicyId, p) => groups.forEach((groupId, g) =>
    new intune.DeviceCompliancePolicyAssignment(\`row-\${p}-\${g}\`, { deviceCompliancePolicyId, target: { type: "group", groupId } })));
`;
        project = await createProject(program, {
            config: { "intune:endpoint": simulator.url, "intune:accessToken": "test", "intune:pacing": "off" },
            env: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
        });
    });
    after(async () => {
        project.remove();
        await simulator.close();
    });

    const live = (): number => simulator.tenant.list(family).flatMap(({ assignments }) => assignments).length;

    it("are all there, beside those of others, and then all gone", async () => {
        const created = await project.up({ args: ["--parallel", "64"] });
        assert.equal(created.exitCode, 0, created.output);
        assert.equal(live(), policies * (rowsPerPolicy + foreignPerPolicy));
        const { requests } = simulator;
        const seconds = (requests.at(-1)!.atMs - requests[0]!.atMs) / 1_000;
        count("rows held under load", policies * rowsPerPolicy);
        count("requests per second under load", Math.round(requests.length / seconds));
        const writes = requests.filter(({ method, path }) => method === "POST" && path.includes("/assign")).length;
        assert.ok(writes <= policies * 6, `${String(writes)} writes`);

        const preview = await project.preview();
        assert.deepEqual(preview.steps, [], preview.output);
        const destroyed = await project.destroy({ args: ["--parallel", "64"] });
        assert.equal(destroyed.exitCode, 0, destroyed.output);
        assert.equal(live(), policies * foreignPerPolicy);
    });
});
