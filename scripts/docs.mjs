// npm run docs: builds docs/ as a static site into .state/site. The generator has a lock of its own, so that nobody who only
// uses or tests the package pays for it.
import { rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { main } from "./failure.mjs";

await main(async () => {
    const home = join(root, "docs", ".vitepress");
    // Not `npm ci`: the lock lacks the generator's parts for platforms that its maker could not get.
    await run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: home });
    // The pages become modules, and find the generator's packages from where they are.
    const link = join(root, "docs", "node_modules");
    rmSync(link, { recursive: true, force: true });
    symlinkSync(join(home, "node_modules"), link, "junction");
    const generator = join(home, "node_modules", "vitepress", "bin", "vitepress.js");
    await run(process.execPath, [generator, "build", join(root, "docs")], { cwd: home, show: true });
    console.log(join(".state", "site", "index.html"));
});
