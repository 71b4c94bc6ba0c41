// npm run generate:sdks: writes languages/, the SDKs that Pulumi's own generators make of the package's schema. Needs Go.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { Failure, isMain, main } from "./failure.mjs";
import { findGo, goEnvironment, oldestGo } from "./pulumi-cli/compile.mjs";

const schema = join(root, "provider", "plugin", "schema.json");

/** What the generator leaves to whoever publishes the module; without it no program can `replace` it by this folder. */
const goModule = `module pulumi-intune.local/sdk/go/intune

go 1.25

require (
	github.com/blang/semver v3.5.1+incompatible
	github.com/pulumi/pulumi/sdk/v3 v3.220.0
)
`;

/** Writes one folder a language into `folder`, and of which schema they are. */
export async function generateSdks(folder) {
    const go = await findGo();
    if (go === undefined) {
        throw new Failure(`Generating the SDKs needs Go ${oldestGo} or newer (https://go.dev/doc/install).`);
    }
    const cwd = join(root, "scripts", "pulumi-cli", "generators");
    // As the CLI is built, so that what both of them hold is compiled once.
    await run(go, ["run", "-trimpath", ".", schema, folder], { cwd, env: goEnvironment });
    writeFileSync(join(folder, "go", "intune", "go.mod"), goModule);
    const sha256 = createHash("sha256").update(readFileSync(schema)).digest("hex");
    writeFileSync(join(folder, "schema.sha256"), `${sha256}\n`);
}

if (isMain(import.meta)) {
    await main(async () => {
        const folder = join(root, "languages");
        for (const name of readdirSync(folder).filter((entry) => entry !== "README.md")) {
            rmSync(join(folder, name), { recursive: true });
        }
        await generateSdks(folder);
    });
}
