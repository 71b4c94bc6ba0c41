import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { realisticTenant, startSimulator, type Simulator } from "../../simulator";
import { createProject, type Outcome, type Project } from "../support/engine";
import { programOf, type Declared } from "../support/program";

const root = resolve(__dirname, "../..");
const bitLocker = "c0000000-0000-4000-8000-000000000002";
const breakGlass = "60000000-0000-4000-8000-000000000007";
const filter = { filterId: "f0000000-0000-4000-8000-000000000001", filterType: "include" };

function row(name: string, target: object): Declared {
    return { class: "DeviceConfigurationAssignment", name, args: { deviceConfigurationId: bitLocker, target } };
}

describe("examples/policy-pack in a preview", () => {
    let simulator: Simulator;
    let project: Project;
    let pack: string;

    before(async () => {
        simulator = await startSimulator({ state: realisticTenant() });
        const config = { "intune:endpoint": simulator.url, "intune:accessToken": "any", "intune:pacing": "off" };
        project = await createProject("", { config });
        pack = join(project.folder, "..", "policy-pack");
        mkdirSync(pack);
        for (const file of ["PulumiPolicy.yaml", "package.json", "tsconfig.json", "index.ts"]) {
            cpSync(join(root, "examples", "policy-pack", file), join(pack, file));
        }
        if (!existsSync(join(pack, "node_modules"))) {
            symlinkSync(join(root, "node_modules"), join(pack, "node_modules"), "junction");
        }
    });
    after(async () => {
        project.remove();
        await simulator.close();
    });

    async function preview(...declared: readonly Declared[]): Promise<Outcome> {
        project.write(programOf(...declared));
        return project.preview({ args: ["--policy-pack", pack] });
    }

    it("fails for a dangerous assignment, in words that a reviewer understands", async () => {
        const { exitCode, output } = await preview(row("bitlocker", { type: "allDevices" }));
        assert.notEqual(exitCode, 0, output);
        const words = output.replace(/\s+/g, " ");
        assert.match(words, /"bitlocker" assigns device configuration c0000000\S+ to all devices without a filter/);
        assert.match(words, /nothing in the stack excludes group 60000000\S+07 from it/);
    });

    it("passes for a careful one", async () => {
        const { exitCode, output } = await preview(
            row("bitlocker", { type: "allDevices", ...filter }),
            row("bitlocker-not-for-break-glass", { type: "exclusionGroup", groupId: breakGlass }),
        );
        assert.equal(exitCode, 0, output);
        assert.match(output, /protect: true/);
    });
});
