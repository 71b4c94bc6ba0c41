import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeFailure, writeResult } from "../output";
import type { Files } from "./typescript";

/** Lists what an export wrote, so that the next one can tell its own files from yours. */
const manifestFile = ".pulumi-intune-export.json";

type Manifest = Readonly<Record<string, string>>;

function sha256(text: string): string {
    return createHash("sha256").update(text).digest("hex");
}

function lastManifest(folder: string): Manifest {
    const path = join(folder, manifestFile);
    try {
        return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : {};
    } catch {
        return {};
    }
}

/** Files that are there and are not as an export left them. */
function foreignFiles(folder: string, names: readonly string[], manifest: Manifest): string[] {
    return names.filter((name) => {
        const path = join(folder, name);
        return existsSync(path) && manifest[name] !== sha256(readFileSync(path, "utf8"));
    });
}

/**
 * Writes an export. Errors: the folder has something in it and `force` is not set; or, with it, files that no export
 * wrote or that were edited since are in the way: they are named and nothing is written.
 */
export function writeFolder(folder: string, files: Files, force: boolean): void {
    const manifest = lastManifest(folder);
    if (existsSync(folder)) {
        if (!statSync(folder).isDirectory()) {
            throw new Error(`Export failed: ${folder} is a file. Name a new folder.`);
        }
        if (!force && readdirSync(folder).length > 0) {
            throw new Error(
                `Export failed: ${folder} is not empty. Name a new folder, or give --force to replace what an earlier export wrote there.`,
            );
        }
        const foreign = foreignFiles(folder, Object.keys(files), manifest);
        if (foreign.length > 0) {
            throw new Error(
                `Export failed: ${folder}: no export wrote ${foreign.join(", ")}, or somebody has edited it since. Move it away, or name a new folder. Nothing was written.`,
            );
        }
    }
    try {
        mkdirSync(folder, { recursive: true });
    } catch (error: unknown) {
        throw writeFailure(folder, error);
    }
    const outdated = Object.keys(manifest).filter((name) => !(name in files));
    const own = foreignFiles(folder, outdated, manifest);
    outdated
        .filter((name) => !own.includes(name))
        .forEach((name) => {
            rmSync(join(folder, name), { force: true });
        });
    Object.entries(files).forEach(([name, text]) => {
        writeResult(join(folder, name), text);
    });
    const written = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
    writeResult(join(folder, manifestFile), `${JSON.stringify(written, undefined, 4)}\n`);
}
