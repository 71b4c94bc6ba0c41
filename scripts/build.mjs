// npm run build: compiles the package into dist and makes it resolvable by its own name from inside the checkout.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, renameSync } from "node:fs";
import { rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { isMain, main } from "./failure.mjs";
import { withLock } from "./lock.mjs";

const sourceFolders = ["provider", "sdk", "simulator", "cli"];
const settings = ["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];
const dist = join(root, "dist");
/** Where the compiler writes. */
const draft = join(root, ".state", "build");
const buildInfo = ".tsbuildinfo";
const stampFile = join(dist, ".stamp.json");

function sourceFiles() {
    return sourceFolders
        .filter((folder) => existsSync(join(root, folder)))
        .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((name) => join(folder, name)))
        .filter((path) => statSync(join(root, path)).isFile());
}

/** Size and time of everything the build reads. */
function stampOf(paths) {
    return Object.fromEntries(
        paths.map((path) => {
            const { size, mtimeMs } = statSync(join(root, path));
            return [path, `${size} ${mtimeMs}`];
        }),
    );
}

function lastStamp() {
    try {
        return JSON.parse(readFileSync(stampFile, "utf8"));
    } catch {
        return {};
    }
}

function isCurrent(stamp, last) {
    const paths = Object.keys(stamp);
    return paths.length === Object.keys(last).length && paths.every((path) => stamp[path] === last[path]);
}

/** Programs in the checkout find the package as users do, and share its one copy of @pulumi/pulumi. */
function linkItself() {
    const link = join(root, "node_modules", "pulumi-intune");
    try {
        if (readlinkSync(link).replace(/[\\/]$/, "") === (process.platform === "win32" ? root : "..")) {
            return;
        }
    } catch {
        // Not there, or no link.
    }
    rmSync(link, { recursive: true, force: true });
    symlinkSync(process.platform === "win32" ? root : "..", link, "junction");
}

/** Writes a file so that nobody ever reads half of it: an engine may be running on the last build. */
function replaceFile(path, content) {
    if (existsSync(path) && readFileSync(path).equals(content)) {
        return;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, content);
    renameSync(`${path}.new`, path);
}

function filesBelow(folder) {
    return readdirSync(folder, { recursive: true }).filter((name) => statSync(join(folder, name)).isFile());
}

/** Makes dist what was compiled, with the assets beside it, touching only what differs. */
function publish(files) {
    const compiled = filesBelow(draft).filter((name) => name !== buildInfo);
    const assets = files.filter((path) => !path.endsWith(".ts"));
    compiled.forEach((name) => replaceFile(join(dist, name), readFileSync(join(draft, name))));
    assets.forEach((path) => replaceFile(join(dist, path), readFileSync(join(root, path))));
    const wanted = new Set([...compiled, ...assets]);
    for (const name of filesBelow(dist).filter((name) => !wanted.has(name))) {
        rmSync(join(dist, name));
    }
}

function markExecutables() {
    const { bin = {} } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    for (const file of Object.values(bin).map((path) => join(root, path))) {
        if (existsSync(file)) {
            chmodSync(file, 0o755);
        }
    }
}

async function compile() {
    const files = sourceFiles();
    const stamp = stampOf([...files, ...settings]);
    const last = lastStamp();
    if (isCurrent(stamp, last)) {
        return;
    }
    if (Object.keys(last).some((path) => !(path in stamp))) {
        rmSync(draft, { recursive: true, force: true });
    }
    rmSync(stampFile, { force: true });
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const output = ["--outDir", draft, "--incremental", "--tsBuildInfoFile", join(draft, buildInfo)];
    await run(process.execPath, [compiler, "-p", "tsconfig.build.json", ...output], { cwd: root });
    publish(files);
    markExecutables();
    writeFileSync(stampFile, JSON.stringify(stamp));
}

/** Builds what has changed since the last build. */
export async function build() {
    linkItself();
    await withLock(join(root, ".state", "build.lock"), compile);
}

if (isMain(import.meta)) {
    await main(build);
}
