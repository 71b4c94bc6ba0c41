// Gets a Python with Pulumi's SDK in it, for programs under test: once, outside of the checkout.
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { attempt, run } from "./command.mjs";
import { Failure } from "./failure.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder } from "./pulumi-cli.mjs";
import { version } from "./pulumi-cli/version.mjs";

/** What the generated SDK needs, beside the tools that build it. */
const packages = [`pulumi==${version}`, "parver>=0.2.1", "semver>=2.8.1", "setuptools>=61", "wheel"];

async function systemPython() {
    for (const name of ["python3", "python"]) {
        const { code, stdout } = await attempt(name, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]);
        const [major, minor] = stdout.trim().split(".").map(Number);
        if (code === 0 && major === 3 && minor >= 9) {
            return { name, tag: `${major}.${minor}` };
        }
    }
    throw new Failure(
        "Python programs are tested too, and there is no Python 3.9 or newer. Install it (Debian: python3 python3-venv).",
    );
}

/** Folder of the executables of a virtual environment with Pulumi's SDK. */
export async function ensurePython() {
    const { name, tag } = await systemPython();
    const folder = join(cacheFolder(), `python-${tag}-pulumi-${version}`);
    const bin = join(folder, "bin");
    // A virtual environment knows its own path, so it is made where it stays, and is marked when it is whole.
    const mark = join(folder, ".complete");
    if (!existsSync(mark)) {
        await withLock(`${folder}.lock`, async () => {
            if (existsSync(mark)) {
                return;
            }
            console.log(`Making a Python environment with Pulumi ${version} ...`);
            mkdirSync(dirname(folder), { recursive: true });
            rmSync(folder, { recursive: true, force: true });
            await run(name, ["-m", "venv", folder]);
            const flags = ["--quiet", "--disable-pip-version-check"];
            await run(join(bin, "python"), ["-m", "pip", "install", ...flags, ...packages]);
            writeFileSync(mark, "");
        });
    }
    return bin;
}

/** Installs a package of the checkout and nothing that it depends on into a folder for PYTHONPATH. */
export async function installInto(folder, bin, source) {
    const flags = ["--quiet", "--disable-pip-version-check", "--no-deps", "--no-build-isolation", "--target", folder];
    const draft = mkdtempSync(join(tmpdir(), "pulumi-intune-python-"));
    try {
        // setuptools builds beside the sources, and packs what an older build left there: modules that are gone since.
        const isSource = (path) => !/(?:[\\/]build|\.egg-info)$/.test(path);
        cpSync(source, draft, { recursive: true, filter: isSource });
        await run(join(bin, "python"), ["-m", "pip", "install", ...flags, draft]);
    } finally {
        rmSync(draft, { recursive: true, force: true });
    }
}
