import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import ts from "typescript";
import { parse } from "yaml";
import { anchorsOf, blocksOf, linksOf, pages, textOf } from "../support/markdown";

const root = resolve(__dirname, "../..");
const blocks = pages().flatMap(blocksOf);
const inLanguage = (...languages: string[]) => blocks.filter(({ language }) => languages.includes(language));

/** Text of the package's sources with strings across lines joined, as a message is printed. */
function sources(): string {
    return ["provider", "sdk", "cli"]
        .flatMap((folder) =>
            readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
        )
        .filter((file) => file.endsWith(".ts"))
        .map((file) => readFileSync(join(root, file), "utf8"))
        .join("\n");
}

describe("the documentation", () => {
    it("has no link inside the repository that leads nowhere", () => {
        const broken = pages().flatMap((file) =>
            linksOf(file)
                .filter((link) => !/^https?:/.test(link))
                .filter((link) => {
                    const [path = "", anchor] = link.split("#");
                    const target = path === "" ? file : normalize(join(dirname(file), path));
                    return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).has(anchor));
                })
                .map((link) => `${file}: ${link}`),
        );
        assert.deepEqual(broken, []);
    });

    it("is reached from its first page, all of it", () => {
        const linked = linksOf("docs/README.md").map((link) => normalize(join("docs", link)));
        const own = pages().filter((file) => dirname(file) === "docs" && file !== "docs/README.md");
        assert.deepEqual(
            own.filter((file) => !linked.includes(file)),
            [],
        );
    });

    it("keeps every message that troubleshooting is keyed by", () => {
        const text = sources();
        const messages = [...textOf("docs/troubleshooting.md").matchAll(/^## `(.+)`$/gm)].map(
            ([, message = ""]) => message,
        );
        assert.ok(messages.length > 5);
        assert.deepEqual(
            messages.filter((message) => !text.includes(message)),
            [],
        );
    });

    it("has TypeScript that compiles", () => {
        const files = new Map(
            inLanguage("typescript", "ts")
                .filter(({ text }) => text.includes("import "))
                .map(({ text }, at) => [join(root, `block-${String(at)}.ts`), text]),
        );
        const options: ts.CompilerOptions = {
            strict: true,
            noEmit: true,
            skipLibCheck: true,
            types: ["node"],
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.Node16,
            moduleResolution: ts.ModuleResolutionKind.Node16,
        };
        const host = ts.createCompilerHost(options);
        const plain = { ...host };
        host.fileExists = (file) => files.has(file) || plain.fileExists(file);
        host.readFile = (file) => files.get(file) ?? plain.readFile(file);
        host.getSourceFile = (file, target, ...rest) => {
            const text = files.get(file);
            return text === undefined
                ? plain.getSourceFile(file, target, ...rest)
                : ts.createSourceFile(file, `${text}\nexport {};\n`, target);
        };
        const program = ts.createProgram([...files.keys()], options, host);
        const problems = [...files.keys()].flatMap((file) => {
            const source = program.getSourceFile(file);
            return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
                ({ messageText }) => `${files.get(file) ?? ""}\n${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
            );
        });
        assert.deepEqual(problems, []);
    }).timeout(60_000);

    it("has YAML and JSON that parse, and YAML resources that the schema knows", () => {
        const schema = JSON.parse(textOf("provider/plugin/schema.json")) as {
            resources: Record<string, { inputProperties: object; requiredInputs: string[] }>;
        };
        inLanguage("json").forEach(({ text }) => JSON.parse(text) as unknown);
        for (const { file, text } of inLanguage("yaml")) {
            const { resources = {} } = parse(text) as {
                resources?: Record<string, { type: string; properties?: object }>;
            };
            for (const { type, properties = {} } of Object.values(resources).filter(({ type }) =>
                type.startsWith("intune:"),
            )) {
                const known = schema.resources[type.replace(/^intune:(?:index:)?/, "intune:index:")];
                assert.ok(known, `${file}: ${type}`);
                const given = Object.keys(properties);
                assert.deepEqual(
                    [
                        given.filter((key) => !(key in known.inputProperties)),
                        known.requiredInputs.filter((key) => !given.includes(key)),
                    ],
                    [[], []],
                    file,
                );
            }
        }
    });

    it("names no command or option that `pulumi-intune` does not have", () => {
        const cli = join(root, "dist", "cli", "main.js");
        const help = (...args: string[]): string =>
            spawnSync(process.execPath, [cli, ...args, "--help"], { encoding: "utf8" }).stdout;
        const commands = [...help().matchAll(/^ {2}([a-z]+) /gm)].map(([, name = ""]) => name);
        const helps = new Map(commands.map((name) => [name, help(name)]));
        const used = inLanguage("sh", "bash").flatMap(({ file, text }) =>
            [...text.matchAll(/pulumi-intune ([a-z]+)([^\n|#]*)/g)].map(([, name = "", rest = ""]) => ({
                file,
                name,
                rest,
            })),
        );
        assert.ok(used.length > 5);
        const wrong = used.flatMap(({ file, name, rest }) => {
            const known = helps.get(name);
            const options = [...rest.matchAll(/(?<= )--[a-z-]+/g)].map(([option]) => option);
            return known === undefined
                ? [`${file}: ${name}`]
                : options.filter((option) => !known.includes(option)).map((option) => `${file}: ${name} ${option}`);
        });
        assert.deepEqual(wrong, []);
    }).timeout(60_000);

    it("names no npm script that does not exist", () => {
        const scripts = ["package.json", "examples/fleet/package.json"].flatMap((file) =>
            Object.keys((JSON.parse(textOf(file)) as { scripts: object }).scripts),
        );
        const named = inLanguage("sh", "bash").flatMap(({ text }) =>
            [...text.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name = ""]) => name),
        );
        assert.deepEqual(
            named.filter((name) => !scripts.includes(name)),
            [],
        );
    });
});
