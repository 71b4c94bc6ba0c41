// Finds a Pulumi CLI that can run Node programs, or gets one: from PATH, from our cache, from Pulumi's site, or built
// from its sources by Go. Run as a script it prints the folder of the CLI.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./checkout.mjs";
import { Failure, isMain, main } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { compile, compileHost, findGo, oldestGo } from "./pulumi-cli/compile.mjs";
import { download } from "./pulumi-cli/download.mjs";
import { findInstalled, which } from "./pulumi-cli/installed.mjs";
import { archives, languageHosts, oldestVersion, programs, version } from "./pulumi-cli/version.mjs";

/** Where things are kept that all checkouts of this machine can share. */
export function cacheFolder(env = process.env) {
    const base = env.XDG_CACHE_HOME || env.LOCALAPPDATA || join(homedir(), ".cache");
    return env.PULUMI_INTUNE_CACHE || join(base, "pulumi-intune");
}

const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;

/** A folder of the cache, with the pinned sources of its programs in the name. */
function cachedFolder(name, ...modules) {
    const hash = createHash("sha256");
    const files = modules.flatMap((module) => [`${module}/go.mod`, `${module}/go.sum`]);
    files.forEach((file) => hash.update(readFileSync(join(root, "scripts", "pulumi-cli", file))));
    return join(cacheFolder(), `${name}-${platform}-${hash.digest("hex").slice(0, 8)}`);
}

async function obtain(folder) {
    const sha256 = archives[platform];
    // A mirror of the site serves as well: the checksums stand in this repository.
    const site = process.env.PULUMI_INTUNE_CLI_SITE || "https://get.pulumi.com/releases/sdk";
    if (sha256 && (await download(folder, `${site}/pulumi-v${version}-${platform}.tar.gz`, sha256))) {
        console.log(`Downloaded the Pulumi CLI ${version}.`);
        return;
    }
    const go = await requireGo(
        `No Pulumi CLI: none on PATH (with its Node.js language host, ${oldestVersion} or newer), Pulumi's download site can't be reached`,
    );
    console.log(`No Pulumi CLI found: building version ${version} from source, once, in about two minutes.`);
    await compile(go, folder);
}

export async function requireGo(lack) {
    const go = await findGo();
    if (go === undefined) {
        throw new Failure(
            `${lack}, and there is no Go ${oldestGo} or newer to build it from source. Install the Pulumi CLI (https://www.pulumi.com/docs/iac/download-install/) or Go (https://go.dev/doc/install), then run this again.`,
        );
    }
    return go;
}

/** The folder that holds `pulumi` and its Node host. */
export async function ensurePulumi() {
    return (
        (await findInstalled()) ??
        ensureFolder(cachedFolder(`cli-${version}`, "cli", "language-nodejs"), programs, obtain)
    );
}

/** The folder that holds the language host for `yaml` or `python` programs: the CLI's own, or one that is built. */
export async function ensureHost(language) {
    const bin = await ensurePulumi();
    const wanted = languageHosts[language];
    if (wanted.every((program) => which(program, bin) !== undefined)) {
        return bin;
    }
    const name = `language-${language}`;
    return ensureFolder(cachedFolder(name, name), wanted, async (folder) => {
        const go = await requireGo(`The Pulumi CLI has no language host for ${language} programs`);
        await compileHost(go, folder, language);
    });
}

/** The `bin` of a folder of the cache, once it holds the programs. */
async function ensureFolder(folder, wanted, obtainInto) {
    const isComplete = () => wanted.every((program) => existsSync(join(folder, "bin", program)));
    if (!isComplete()) {
        const onWait = () => console.log("Another process is getting the Pulumi CLI; waiting for it ...");
        await withLock(`${folder}.lock`, () => (isComplete() ? undefined : fill(folder, obtainInto)), onWait);
    }
    return join(folder, "bin");
}

/** The folder appears whole or not at all. */
async function fill(folder, obtainInto) {
    mkdirSync(dirname(folder), { recursive: true });
    const draft = mkdtempSync(`${folder}.`);
    try {
        await obtainInto(draft);
        rmSync(folder, { recursive: true, force: true });
        renameSync(draft, folder);
    } finally {
        rmSync(draft, { recursive: true, force: true });
    }
}

/** Settings of the caller's shell that must not reach a run of ours: another backend, a real tenant. */
const foreign = /^(PULUMI|INTUNE|ARM|AZURE|ACTIONS_ID_TOKEN)_/;

/**
 * Environment of a run that depends on nothing but its arguments: own state under `home`, no account, no questions.
 * `node` is the folder of the Node to run programs with, `sdk` that of @pulumi/pulumi.
 */
export function engineEnvironment({
    bin,
    home,
    node = dirname(process.execPath),
    sdk = join(root, "node_modules", "@pulumi", "pulumi"),
}) {
    const backend = join(home, "backend");
    const pulumiHome = join(home, "pulumi");
    [backend, pulumiHome].forEach((folder) => mkdirSync(folder, { recursive: true }));
    return {
        ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name))),
        PATH: [node, bin, sdk, process.env.PATH].join(delimiter),
        // Without the .attrs files, of which an engine that is killed while it writes leaves an empty one.
        PULUMI_BACKEND_URL: `${pathToFileURL(backend).href}?metadata=skip`,
        PULUMI_CONFIG_PASSPHRASE: "pulumi-intune",
        PULUMI_HOME: pulumiHome,
        PULUMI_SKIP_UPDATE_CHECK: "1",
        PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
        NO_COLOR: "1",
    };
}

if (isMain(import.meta)) {
    await main(async () => {
        console.log(await ensurePulumi());
    });
}
