import { chmodSync, copyFileSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { root } from "../checkout.mjs";
import { attempt, run } from "../command.mjs";
import { isAtLeast, which } from "./installed.mjs";
import { version, yamlProgram } from "./version.mjs";

export const oldestGo = "1.25";

const cliParts = [
    {
        module: "language-nodejs",
        target: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        program: "pulumi-language-nodejs",
        flags: "-s -w",
    },
    {
        module: "cli",
        target: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        program: "pulumi",
        flags: `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
    },
];

const yamlHost = {
    module: "language-yaml",
    target: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    program: yamlProgram,
    flags: "-s -w",
};

/** Shell scripts that start Node: the host for dynamic providers and the one for policy packs. */
const scripts = ["pulumi-resource-pulumi-nodejs", "pulumi-analyzer-policy"];

// HOME may be unset in a container, and Go wants to know where its caches are.
export const goEnvironment = {
    ...process.env,
    HOME: process.env.HOME ?? homedir(),
    CGO_ENABLED: "0",
    GOWORK: "off",
    GOOS: "",
    GOARCH: "",
};

/** A Go that is new enough: on PATH, or where its installer puts it. */
export async function findGo() {
    const go = which("go") ?? ["/usr/local/go/bin/go", "/usr/lib/go/bin/go"].find((file) => existsSync(file));
    if (go === undefined) {
        return undefined;
    }
    const { code, stdout } = await attempt(go, ["env", "GOVERSION"], { env: goEnvironment });
    return code === 0 && isAtLeast(stdout, oldestGo) ? go : undefined;
}

/** Says what is going on, and every so often that it still is. */
function tellProgress(what) {
    const start = Date.now();
    console.log(`${what} ...`);
    const timer = setInterval(() => console.log(`${what} ... ${Math.round((Date.now() - start) / 1000)} s`), 20_000);
    return () => clearInterval(timer);
}

async function build(go, bin, { module, target, program, flags }) {
    const done = tellProgress(`Building ${program}`);
    const cwd = join(root, "scripts", "pulumi-cli", module);
    const args = ["build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", join(bin, program), target];
    await run(go, args, { cwd, env: goEnvironment }).finally(done);
}

/** Builds the language host for YAML programs into `folder`/bin. */
export async function compileYamlHost(go, folder) {
    await build(go, join(folder, "bin"), yamlHost);
}

/** Builds the CLI and its Node host from the Go module proxy into `folder`/bin. */
export async function compile(go, folder) {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    for (const part of cliParts) {
        await build(go, bin, part);
    }
    const cwd = join(root, "scripts", "pulumi-cli", "language-nodejs");
    const sdk = await run(go, ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"], {
        cwd,
        env: goEnvironment,
    });
    for (const script of scripts) {
        copyFileSync(join(sdk.trim(), "nodejs", "dist", script), join(bin, script));
        chmodSync(join(bin, script), 0o755);
    }
}
