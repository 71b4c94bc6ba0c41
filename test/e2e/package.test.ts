import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = resolve(__dirname, "../..");

interface Manifest {
    readonly version: string;
    readonly bin: Readonly<Record<string, string>>;
    readonly exports: Readonly<Record<string, unknown>>;
}

describe("the package as it is published", () => {
    let folder: string;
    let installed: string;
    let manifest: Manifest;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-package-"));
        installed = join(folder, "node_modules", "pulumi-intune");
        mkdirSync(installed, { recursive: true });
        for (const name of readdirSync(join(root, "node_modules")).filter((entry) => entry !== "pulumi-intune")) {
            symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
        }
        const npm = process.env["npm_execpath"];
        const [program, ...args] = npm === undefined ? ["npm"] : [process.execPath, npm];
        await execute(program, [...args, "pack", "--ignore-scripts", "--pack-destination", folder], { cwd: root });
        const archive = readdirSync(folder).find((name) => name.endsWith(".tgz"))!;
        await execute("tar", ["-xzf", join(folder, archive), "-C", installed, "--strip-components=1"]);
        manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as Manifest;
    });
    after(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("loads by every name it exports, from CommonJS and from an ES module", async () => {
        const names = Object.keys(manifest.exports)
            .filter((name) => !name.endsWith(".json"))
            .map((name) => name.replace(".", "pulumi-intune"));
        assert.ok(names.length >= 3);
        for (const name of names) {
            await execute(process.execPath, ["-e", `require("${name}")`], { cwd: folder });
            await execute(process.execPath, ["--input-type=module", "-e", `await import("${name}")`], { cwd: folder });
        }
    });

    it("has its commands, and they know their version", async () => {
        for (const path of Object.values(manifest.bin)) {
            const file = join(installed, path);
            assert.ok(existsSync(file), file);
            assert.ok(readFileSync(file, "utf8").startsWith("#!"), file);
        }
        const cli = join(installed, manifest.bin["pulumi-intune"]!);
        const { stdout } = await execute(process.execPath, [cli, "--version"], { cwd: folder });
        assert.equal(stdout.trim(), manifest.version);
    });

    it("starts its simulator, which prints its address on the first line and ends on SIGTERM", async () => {
        const cli = join(installed, manifest.bin["pulumi-intune"]!);
        const child = spawn(process.execPath, [cli, "simulator"], {
            cwd: folder,
            stdio: ["ignore", "pipe", "inherit"],
        });
        const ended = new Promise((done) => child.once("close", done));
        const firstLine = await new Promise<string>((told, failed) => {
            child.stdout.once("data", (part: Buffer) => {
                told(part.toString().split("\n")[0]!);
            });
            child.once("close", () => {
                failed(new Error("the simulator ended without a word"));
            });
        });
        assert.match(firstLine, /^http:\/\/127\.0\.0\.1:\d+$/);
        assert.equal((await fetch(firstLine)).status, 200);
        child.kill("SIGTERM");
        await ended;
    });

    /** What the compiler of a project says to imports of these names. */
    async function compile(names: readonly string[], more: object = {}): Promise<string> {
        const lines = names.map(
            (name, at) =>
                `import * as m${String(at)} from "${name.replace(".", "pulumi-intune")}"; void m${String(at)};`,
        );
        writeFileSync(join(folder, "index.ts"), lines.join("\n"));
        const template = {
            strict: true,
            target: "es2020",
            module: "commonjs",
            moduleResolution: "node",
            noEmit: true,
            ...more,
        };
        writeFileSync(
            join(folder, "tsconfig.json"),
            JSON.stringify({ compilerOptions: template, files: ["index.ts"] }),
        );
        const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
        const { stdout } = await execute(process.execPath, [compiler, "-p", folder]).catch(
            (error: unknown) => error as { stdout: string },
        );
        return stdout;
    }

    it("has types that a project made by `pulumi new typescript` finds, for every name", async () => {
        const isOther = (name: string): boolean => name.endsWith(".json") || ["./provider", "./policy"].includes(name);
        assert.equal(await compile(Object.keys(manifest.exports).filter((name) => !isOther(name))), "");
        // The declarations of @pulumi/policy 1.21.0 name what they do not export.
        assert.equal(await compile(["./policy"], { skipLibCheck: true }), "");
    });

    it("ships neither tests nor sources nor state", () => {
        const files = readdirSync(installed, { recursive: true, encoding: "utf8" });
        const strange = files.filter((name) =>
            /(^|\/)(test|scripts|bench|\.state)(\/|$)|(?<!\.d)\.ts$|tsbuildinfo/.test(name),
        );
        assert.deepEqual(strange, []);
    });
});
