// The second set of versions the package is tried with: Node 24 and the newest releases of its dependencies. Node comes
// from an npm package, kept with the Pulumi CLI in the cache; users of the package never download it.
import { createHash } from "node:crypto";
import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    readdirSync,
    renameSync,
    rmSync,
    symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { Failure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder } from "./pulumi-cli.mjs";

const manifests = ["package.json", "package-lock.json"].map((file) => join(root, "scripts", "node24", file));

function runNpm(args, cwd) {
    const npm = process.env.npm_execpath;
    return npm ? run(process.execPath, [npm, ...args], { cwd }) : run("npm", args, { cwd });
}

/** The folder with the locked packages, installed once a machine. */
async function installPackages() {
    const hash = createHash("sha256");
    manifests.forEach((file) => hash.update(readFileSync(file)));
    const folder = join(cacheFolder(), `node24-${process.platform}-${process.arch}-${hash.digest("hex").slice(0, 8)}`);
    await withLock(`${folder}.lock`, async () => {
        if (existsSync(folder)) {
            return;
        }
        console.log("Installing Node 24 and the newest dependencies, once ...");
        mkdirSync(dirname(folder), { recursive: true });
        const draft = mkdtempSync(`${folder}.`);
        try {
            manifests.forEach((file) => cpSync(file, join(draft, file.slice(dirname(file).length))));
            // This npm runs on the older Node, which the packages refuse.
            await runNpm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--engine-strict=false"], draft);
            renameSync(draft, folder);
        } finally {
            rmSync(draft, { recursive: true, force: true });
        }
    });
    return join(folder, "node_modules");
}

/** The packages, and beside them our own as `npm publish` would send it: only what its manifest lists. */
async function addOurPackage(packages) {
    const modules = join(root, ".state", "node24", "node_modules");
    rmSync(modules, { recursive: true, force: true });
    const own = join(modules, "pulumi-intune");
    mkdirSync(own, { recursive: true });
    for (const entry of readdirSync(packages)) {
        symlinkSync(join(packages, entry), join(modules, entry));
    }
    const packed = await runNpm(["pack", "--ignore-scripts", "--json", "--pack-destination", dirname(modules)], root);
    const archive = join(dirname(modules), JSON.parse(packed)[0].filename);
    await run("tar", ["-xzf", archive, "-C", own, "--strip-components=1"]);
    rmSync(archive);
    return modules;
}

/** Makes ready what the harness of the engine needs; resolves to environment variables that point there. */
export async function prepareNode24() {
    const packages = await installPackages();
    const node = join(packages, `node-${process.platform}-${process.arch}`, "bin");
    if (!existsSync(join(node, "node"))) {
        throw new Failure(
            `There is no Node 24 for ${process.platform}-${process.arch} among the packages of scripts/node24.`,
        );
    }
    return { PULUMI_INTUNE_TEST_NODE: node, PULUMI_INTUNE_TEST_MODULES: await addOurPackage(packages) };
}
