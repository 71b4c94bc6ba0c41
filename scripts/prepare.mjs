// npm runs this after `npm install` in a checkout, so that a git tag of the repository can be used as it is: as a Pulumi
// plugin, or as a dependency. Where only what runs was installed, what builds is added.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { main } from "./failure.mjs";

await main(async () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    if (!Object.keys(devDependencies).every((name) => existsSync(join(root, "node_modules", name)))) {
        const flags = ["--include=dev", "--ignore-scripts", "--no-save", "--no-audit", "--no-fund"];
        await run("npm", ["install", ...flags], { cwd: root });
    }
    await build();
});
