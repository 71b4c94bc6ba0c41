import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createProject, type Project } from "../support/engine";
import { programFor, yamlProgramOf } from "../support/program";
import { startTenant, type TestTenant } from "../support/tenant";

describe("the tarball of the plugin", () => {
    let tenant: TestTenant;
    let project: Project;
    let folder: string;
    let archive: string;
    /** Without the executable of the checkout: only what was installed can be found. */
    let env: Readonly<Record<string, string>>;

    before(async () => {
        tenant = await startTenant("service");
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-tarball-"));
        const { makePackage } = await import("../../scripts/package.mjs");
        archive = await makePackage(folder);
        const target = { type: "group", groupId: tenant.groups[0] };
        const args = { deviceConfigurationId: tenant.policies("deviceConfigurations")[0].id, target };
        project = await createProject(
            programFor("plugin", { class: "DeviceConfigurationAssignment", name: "row", args }),
            {
                config: tenant.config,
            },
        );
        const [, ...path] = project.env["PATH"]!.split(delimiter);
        env = { PATH: path.join(delimiter) };
    });
    after(async () => {
        rmSync(folder, { recursive: true, force: true });
        project.remove();
        await tenant.close();
    });

    it("is small, and installed by the Pulumi CLI", async () => {
        assert.ok(statSync(archive).size < 1_000_000);
        const version = /-v(.+)\.tgz$/.exec(archive)![1]!;
        const install = ["plugin", "install", "resource", "intune", version, "--file", archive];
        const { exitCode, output } = await project.run(install, { env });
        assert.equal(exitCode, 0, output);
        const { stdout } = await project.run(["plugin", "ls", "--json"], { env });
        assert.deepEqual(
            (JSON.parse(stdout) as { name: string; version: string }[]).map((plugin) => [plugin.name, plugin.version]),
            [["intune", version]],
        );
    });

    it("tells the schema of the checkout, which the Pulumi CLI finds well-formed", async () => {
        const { exitCode, stdout, output } = await project.run(["package", "get-schema", "intune"], { env });
        assert.equal(exitCode, 0, output);
        const told = join(folder, "schema.json");
        writeFileSync(told, stdout);
        const [own, of] = [told, join(__dirname, "../../provider/plugin/schema.json")].map(
            (file) => JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>,
        );
        ["resources", "functions", "types", "config"].forEach((part) => {
            assert.deepEqual(own![part], of![part], part);
        });
        const check = await project.run(["schema", "check", told], { env });
        assert.equal(check.exitCode, 0, check.output);
        assert.doesNotMatch(check.output, /warning|error/i);
    });

    it("is added to a YAML project by `pulumi package add`", async () => {
        const yaml = await createProject(yamlProgramOf(), { config: tenant.config });
        try {
            const plugin = join(yaml.env["PATH"]!.split(delimiter)[0]!, "pulumi-resource-intune");
            const added = await yaml.run(["package", "add", plugin]);
            assert.equal(added.exitCode, 0, added.output);
            assert.match(readFileSync(join(yaml.folder, "Pulumi.yaml"), "utf8"), /^packages:\n\s+intune: intune@/m);
        } finally {
            yaml.remove();
        }
    });

    it("serves a program from its creation to its end", async () => {
        const up = await project.up({ env });
        assert.equal(up.exitCode, 0, up.output);
        assert.deepEqual(up.steps, ["create row"]);
        const preview = await project.preview({ env, args: ["--expect-no-changes"] });
        assert.equal(preview.exitCode, 0, preview.output);
        const destroy = await project.destroy({ env });
        assert.equal(destroy.exitCode, 0, destroy.output);
    });

    it("holds what signs in", async () => {
        project.configure({
            "intune:endpoint": tenant.url,
            "intune:tenantId": "contoso.example",
            "intune:clientId": "5e700000-0000-4000-8000-0000000000aa",
            "intune:clientSecret": "wrong",
        });
        const up = await project.up({ env: { ...env, AZURE_AUTHORITY_HOST: "https://127.0.0.1:9" } });
        assert.notEqual(up.exitCode, 0);
        assert.match(up.output, /Sign-in failed/);
        assert.doesNotMatch(up.output, /Cannot find module|mistake in pulumi-intune/);
    });
});
