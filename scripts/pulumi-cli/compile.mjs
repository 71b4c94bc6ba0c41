import { chmodSync, copyFileSync, existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { root } from "../checkout.mjs";
import { attempt, run } from "../command.mjs";
import { isAtLeast, which } from "./installed.mjs";
import { version } from "./version.mjs";

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

const hostParts = {
    yaml: {
        module: "language-yaml",
        target: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
        program: "pulumi-language-yaml",
        flags: "-s -w",
    },
    python: {
        module: "language-python",
        target: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
        program: "pulumi-language-python",
        flags: "-s -w",
        // Starts Python with a program in it.
        scripts: ["python/cmd/pulumi-language-python-exec"],
    },
};

/** Shell scripts that start Node: the host for dynamic providers and the one for policy packs. */
const scripts = ["nodejs/dist/pulumi-resource-pulumi-nodejs", "nodejs/dist/pulumi-analyzer-policy"];

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

/** Copies executable files of Pulumi's sources, as a module pins them. */
async function copyScripts(go, bin, module, files) {
    const cwd = join(root, "scripts", "pulumi-cli", module);
    const args = ["list", "-m", "-f", "{{.Dir}}", "github.com/pulumi/pulumi/sdk/v3"];
    const sdk = await run(go, args, { cwd, env: goEnvironment });
    for (const file of files) {
        const copy = join(bin, basename(file));
        copyFileSync(join(sdk.trim(), file), copy);
        chmodSync(copy, 0o755);
    }
}

/** Builds the language host for `yaml` or `python` programs into `folder`/bin. */
export async function compileHost(go, folder, language) {
    const bin = join(folder, "bin");
    const { scripts = [], ...part } = hostParts[language];
    await build(go, bin, part);
    await copyScripts(go, bin, part.module, scripts);
}

/** Builds the CLI and its Node host from the Go module proxy into `folder`/bin. */
export async function compile(go, folder) {
    const bin = join(folder, "bin");
    mkdirSync(bin, { recursive: true });
    for (const part of cliParts) {
        await build(go, bin, part);
    }
    await copyScripts(go, bin, "language-nodejs", scripts);
}
