// Gets actionlint, the linter of GitHub's workflows: built from its sources once, outside of the checkout.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { cacheFolder, requireGo } from "./pulumi-cli.mjs";
import { goEnvironment } from "./pulumi-cli/compile.mjs";

const target = "github.com/rhysd/actionlint/cmd/actionlint";

/** Path of the executable. */
export async function ensureActionlint() {
    const cwd = join(root, "scripts", "actionlint");
    const hash = createHash("sha256")
        .update(readFileSync(join(cwd, "go.sum")))
        .digest("hex")
        .slice(0, 8);
    const program = join(cacheFolder(), `actionlint-${hash}`);
    if (!existsSync(program)) {
        const go = await requireGo("Workflows are checked by actionlint");
        mkdirSync(dirname(program), { recursive: true });
        const draft = `${program}.${process.pid}`;
        await run(go, ["build", "-trimpath", "-buildvcs=false", "-o", draft, target], { cwd, env: goEnvironment });
        renameSync(draft, program);
    }
    return program;
}
