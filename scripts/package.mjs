// npm run package: makes the tarball that `pulumi plugin install resource intune <version> --file` takes.
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build as bundle } from "esbuild";
import { build } from "./build.mjs";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { isMain, main } from "./failure.mjs";

const executable = "pulumi-resource-intune";

/** The one package that is loaded by a `require` of its own making, so that no bundler follows it by itself. */
const lazyLoad = 'createRequire)(__filename)("@azure/identity")';
const followed = {
    name: "follow @azure/identity",
    setup(builder) {
        builder.onLoad({ filter: /provider[\\/]credentials\.js$/ }, ({ path }) => {
            const text = readFileSync(path, "utf8");
            const at = text.indexOf(lazyLoad);
            if (at < 0) {
                throw new Error(`${path} no longer loads @azure/identity as the bundle expects`);
            }
            const start = text.lastIndexOf("(", at);
            const end = at + lazyLoad.length;
            return { contents: `${text.slice(0, start)}require("@azure/identity")${text.slice(end)}`, loader: "js" };
        });
    },
};

/** Writes `pulumi-resource-intune-v<version>.tgz`, for every platform that has Node, and resolves to its path. */
export async function makePackage(folder) {
    await build();
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const draft = mkdtempSync(join(tmpdir(), "pulumi-intune-package-"));
    try {
        const plugin = join(root, "dist", "provider", "plugin");
        await bundle({
            entryPoints: [join(plugin, "main.js")],
            outfile: join(draft, executable),
            bundle: true,
            platform: "node",
            target: "node20",
            minifySyntax: true,
            minifyWhitespace: true,
            legalComments: "external",
            logLevel: "error",
            plugins: [followed],
        });
        chmodSync(join(draft, executable), 0o755);
        copyFileSync(join(plugin, "schema.json"), join(draft, "schema.json"));
        copyFileSync(join(root, "LICENSE"), join(draft, "LICENSE"));
        writeFileSync(join(draft, `${executable}.cmd`), `@node "%~dp0${executable}" %*\r\n`);
        mkdirSync(folder, { recursive: true });
        const archive = join(folder, `${executable}-v${version}.tgz`);
        await run("tar", ["-czf", archive, "-C", draft, "."]);
        return archive;
    } finally {
        rmSync(draft, { recursive: true, force: true });
    }
}

if (isMain(import.meta)) {
    await main(async () => {
        console.log(await makePackage(root));
    });
}
