import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve, sep } from "node:path";

const languages = resolve(__dirname, "../../languages");

/** What building an SDK leaves beside its sources; the generated .gitignore files name it too. */
const built = /(?:^|\/)(?:build|bin|obj|node_modules|__pycache__|[^/]+\.egg-info)\//;

function filesOf(folder: string): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"));
}

describe("the SDKs in languages/", () => {
    let folder: string;

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-sdks-"));
        const { generateSdks } = await import("../../scripts/generate-sdks.mjs");
        await generateSdks(folder);
    });
    after(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("are to the letter what Pulumi's generators make of the schema, in every language", () => {
        const made = filesOf(folder).sort();
        const names = new Set(made.filter((name) => name.includes("/")).map((name) => name.split("/")[0]));
        assert.deepEqual([...names], ["dotnet", "go", "nodejs", "python"]);
        const present = filesOf(languages).filter((name) => name !== "README.md" && !built.test(name));
        assert.deepEqual(present.sort(), made, "run npm run generate:sdks");
        const differing = made.filter(
            (name) => !readFileSync(join(folder, name)).equals(readFileSync(join(languages, name))),
        );
        assert.deepEqual(differing, [], "run npm run generate:sdks");
    });
});
