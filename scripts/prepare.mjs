// npm runs this after `npm install` in a checkout, so that a git tag of the repository can be used as it is: as a Pulumi
// plugin, or as a dependency. The compiler is missing where only what runs was installed.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { main } from "./failure.mjs";

await main(async () => {
    if (!existsSync(join(root, "node_modules", "typescript"))) {
        const flags = ["--include=dev", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
        await run("npm", ["install", ...flags], { cwd: root });
    }
    await build();
});
