import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { startSimulator, syntheticTenant, type TenantState } from "../../simulator";
import { awkwardNames } from "../support/awkwardTenant";
import { createProject } from "../support/engine";
import { yamlProgramOf } from "../support/program";

const cli = resolve(__dirname, "../../dist/cli/main.js");
const family = "deviceCompliancePolicies";
const seconds = (start: number): string => ((performance.now() - start) / 1_000).toFixed(1);

function tenant(): TenantState {
    const state = syntheticTenant({ family, policies: 1_000, assignmentsPerPolicy: 5 });
    const policies = state[family].map((policy, at) => ({
        ...policy,
        displayName: `${awkwardNames[at % awkwardNames.length]!}${at % 3 === 0 ? "" : ` ${String(at)}`}`,
    }));
    return { ...state, [family]: policies };
}

describe("a tenant of 1,000 policies with 5 assignments each, at 50 ms", () => {
    for (const format of ["yaml", "typescript"] as const) {
        it(`moves into ${format}: export, import, a preview without a change`, async () => {
            const simulator = await startSimulator({ state: tenant(), latencyMs: 50 });
            const folder = mkdtempSync(join(tmpdir(), "pulumi-intune-moving-"));
            const project = await createProject(format === "yaml" ? yamlProgramOf() : "", {
                config: { "intune:endpoint": simulator.url, "intune:accessToken": "test" },
                env: { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" },
            });
            try {
                const env = { PATH: process.env["PATH"], INTUNE_ENDPOINT: simulator.url, INTUNE_ACCESS_TOKEN: "test" };
                const start = performance.now();
                await promisify(execFile)(process.execPath, [cli, "export", "--format", format, "--out", "out"], {
                    env,
                    cwd: folder,
                });
                process.stdout.write(
                    `      export: ${seconds(start)} s, ${String(simulator.counts().http)} HTTP requests\n`,
                );
                cpSync(join(folder, "out"), project.folder, { recursive: true });
                await project.run(["stack", "init", "test"]);
                simulator.clearRequests();
                const importStart = performance.now();
                const imported = await project.run(
                    ["import", "--file", "import.json", "--generate-code=false", "--protect=false", "--yes"],
                    { args: ["--stack", "test", "--parallel", "32"], timeoutMs: 1_200_000 },
                );
                assert.equal(imported.exitCode, 0, imported.output.slice(-2_000));
                process.stdout.write(
                    `      import: ${seconds(importStart)} s, ${String(simulator.counts().http)} HTTP requests\n`,
                );
                simulator.clearRequests();
                const previewStart = performance.now();
                const preview = await project.preview({ args: ["--expect-no-changes"], timeoutMs: 1_200_000 });
                assert.equal(preview.exitCode, 0, preview.output.slice(-2_000));
                process.stdout.write(
                    `      preview: ${seconds(previewStart)} s, ${String(simulator.counts().http)} HTTP requests\n`,
                );
                assert.equal(simulator.counts().writes, 0);
            } finally {
                project.remove();
                rmSync(folder, { recursive: true, force: true });
                await simulator.close();
            }
        });
    }
});
