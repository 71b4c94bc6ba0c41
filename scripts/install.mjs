// Installs the locked dependencies when they are missing or not those of package-lock.json. Needs nothing but Node.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { isMain, main } from "./failure.mjs";
import { withLock } from "./lock.mjs";

function packagesIn(file) {
    try {
        return JSON.parse(readFileSync(join(root, file), "utf8")).packages;
    } catch {
        return undefined;
    }
}

function isInstalled() {
    // npm keeps a record of what it has installed beside the packages.
    const installed = packagesIn("node_modules/.package-lock.json");
    const wanted = Object.entries(packagesIn("package-lock.json")).filter(([path]) => path !== "");
    return (
        installed !== undefined &&
        wanted.every(([path, { version, optional }]) =>
            installed[path] === undefined ? optional === true : installed[path].version === version,
        )
    );
}

export async function ensureInstalled() {
    if (isInstalled()) {
        return;
    }
    await withLock(join(root, ".state", "install.lock"), async () => {
        if (isInstalled()) {
            return;
        }
        console.log("Installing dependencies (npm ci) ...");
        const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        const npm = process.env.npm_execpath;
        await (npm ? run(process.execPath, [npm, ...args], { cwd: root }) : run("npm", args, { cwd: root }));
    });
}

if (isMain(import.meta)) {
    await main(ensureInstalled);
}
