import { readFileSync } from "node:fs";

/** Version of this package. */
export function packageVersion(): string {
    const manifest = readFileSync(require.resolve("pulumi-intune/package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
}
