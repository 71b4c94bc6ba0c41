import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as prettier from "prettier";

function current(path) {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined;
    }
}

/** Writes a generated file of the repository; with `--check` only says whether it is stale. */
export async function write(name, source) {
    const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
    const options = await prettier.resolveConfig(path);
    const text = await prettier.format(source, { ...options, filepath: path });
    if (text === current(path)) {
        return;
    }
    if (process.argv.includes("--check")) {
        console.error(`${name} is stale: run node ${process.argv[1].replace(/^.*[\\/](?=scripts[\\/])/, "")}`);
        process.exitCode = 1;
        return;
    }
    writeFileSync(path, text);
}
