import { createHash } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { attempt } from "../command.mjs";

const connectTimeoutMs = 6_000;
const transferTimeoutMs = 300_000;

async function fetchArchive(url) {
    const gaveUp = new AbortController();
    const timer = setTimeout(() => gaveUp.abort(), connectTimeoutMs);
    try {
        const signal = AbortSignal.any([gaveUp.signal, AbortSignal.timeout(transferTimeoutMs)]);
        const response = await fetch(url, { signal });
        clearTimeout(timer);
        return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
    } catch {
        return undefined;
    } finally {
        clearTimeout(timer);
    }
}

/**
 * Fills `folder` with a release archive of the CLI and resolves to true, or resolves to false where the site can't be
 * reached or the archive is not the expected one.
 */
export async function download(folder, url, sha256) {
    const archive = await fetchArchive(url);
    if (archive === undefined) {
        return false;
    }
    if (createHash("sha256").update(archive).digest("hex") !== sha256) {
        console.error(`${url} does not have the expected checksum; it is not used.`);
        return false;
    }
    const file = join(folder, "archive.tar.gz");
    writeFileSync(file, archive);
    const { code } = await attempt("tar", ["-xzf", file, "-C", folder]);
    rmSync(file);
    if (code !== 0) {
        return false;
    }
    renameSync(join(folder, "pulumi"), join(folder, "bin"));
    return true;
}
