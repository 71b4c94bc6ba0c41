import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The package's schema, as `npm run generate` writes it. */
export function packageSchema(): string {
    return readFileSync(join(__dirname, "schema.json"), "utf8");
}

/** The schema carries the version, so that a plugin packed without package.json knows it too. */
export function packageVersion(): string {
    return (JSON.parse(packageSchema()) as { version: string }).version;
}
