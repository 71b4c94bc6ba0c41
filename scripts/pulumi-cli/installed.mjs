import { accessSync, constants, statSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { attempt } from "../command.mjs";
import { oldestVersion } from "./version.mjs";

/** The first executable of that name on PATH. */
export function which(name, path = process.env.PATH ?? "") {
    const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];
    for (const folder of path.split(delimiter).filter(Boolean)) {
        for (const file of suffixes.map((suffix) => join(folder, name + suffix))) {
            try {
                accessSync(file, constants.X_OK);
                if (statSync(file).isFile()) {
                    return file;
                }
            } catch {
                // Not here.
            }
        }
    }
    return undefined;
}

/** True if version `text` ("v3.220.0") is at least `least`. */
export function isAtLeast(text, least) {
    const [left, right] = [text, least].map((version) => version.match(/\d+/g)?.map(Number) ?? []);
    const at = right.findIndex((part, index) => part !== (left[index] ?? 0));
    return at < 0 || (left[at] ?? 0) > right[at];
}

/** The folder of an installed CLI that can run Node programs, if there is one. */
export async function findInstalled() {
    const pulumi = which("pulumi");
    if (pulumi === undefined || which("pulumi-language-nodejs") === undefined) {
        return undefined;
    }
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" };
    const { code, stdout } = await attempt(pulumi, ["version"], { env });
    return code === 0 && isAtLeast(stdout, oldestVersion) ? dirname(pulumi) : undefined;
}
