import { readFileSync } from "node:fs";

let version: string | undefined;

/** Version of this package, which is that of the plugin as well. */
export function packageVersion(): string {
    version ??= (JSON.parse(readFileSync(require.resolve("pulumi-intune/package.json"), "utf8")) as { version: string })
        .version;
    return version;
}
