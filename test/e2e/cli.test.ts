import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const cli = resolve(__dirname, "../../dist/cli/main.js");

function run(...args: readonly string[]): { code: number | null; out: string; err: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
    return { code: status, out: stdout, err: stderr };
}

describe("the command line", () => {
    let folder: string;
    before(() => {
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-cli-"));
    });
    after(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("has help with examples for every command, without colours where output is no terminal", () => {
        const program = run("--help");
        const names = [...program.out.matchAll(/^ {2}(\w+) [[<].* {2}/gm)]
            .map(([, name]) => name!)
            .filter((name) => name !== "help");
        assert.ok(names.includes("report") && names.includes("completion") && names.includes("export"), program.out);
        assert.match(program.out, /Exit codes: 0 done, 1 failed, 2 wrong usage, 3/);
        for (const name of names) {
            const { code, out } = run(name, "--help");
            assert.equal(code, 0, name);
            assert.match(out, /\nExamples:\n {2}/, name);
            assert.ok(!out.includes("\u001b"), name);
        }
    });

    it("ends with 2 for wrong usage and 1 for a failure, and says why without a trace", () => {
        const cases = [
            { args: ["report", "--out", "-", "--format", "pdf"], code: 2, says: /Allowed choices are html, json/ },
            { args: ["report"], code: 2, says: /--out/ },
            { args: ["report", "--out", "-", "--snapshot", join(folder, "none.json")], code: 1, says: /none\.json/ },
            { args: ["report", "--out", "-", "--stack", cli], code: 1, says: /is no JSON/ },
            { args: ["completion", "tcsh"], code: 2, says: /bash, fish, zsh/ },
        ];
        for (const { args, code, says } of cases) {
            const ended = run(...args);
            assert.equal(ended.code, code, args.join(" "));
            assert.match(ended.err, says);
            assert.doesNotMatch(ended.err, /\n\s+at /);
        }
    });

    it("completes commands, options, choices and files in bash", () => {
        writeFileSync(join(folder, "two words.json"), "");
        mkdirSync(join(folder, "folder"));
        writeFileSync(join(folder, "completion.sh"), run("completion", "bash").out);
        // What bash does when Tab is pressed after these words.
        const complete = (...words: readonly string[]): string[] => {
            const script = `source ./completion.sh; shift 0; COMP_WORDS=(pulumi-intune "$@"); COMP_CWORD=$#; _pulumi_intune; printf '%s\\n' "\${COMPREPLY[@]}"`;
            const options = { encoding: "utf8", cwd: folder } as const;
            const { stdout, stderr } = spawnSync("bash", ["-c", script, "bash", ...words], options);
            assert.equal(stderr, "");
            return stdout.split("\n").filter((word) => word !== "");
        };
        assert.deepEqual(complete("re"), ["report"]);
        assert.deepEqual(complete("report", "--s"), ["--stack", "--snapshot"]);
        assert.deepEqual(complete("report", "--format", "m"), ["markdown"]);
        assert.deepEqual(complete("export", "--out", "f"), ["folder"]);
        assert.deepEqual(complete("report", "--snapshot", "two"), ["two words.json"]);
        assert.deepEqual(complete("compare", "tw"), ["two words.json"]);
        assert.deepEqual(complete("completion", ""), ["bash", "fish", "zsh"]);
        assert.deepEqual(complete("report", "--group", ""), []);
    });

    it("has scripts for zsh and fish that name every command and choice", () => {
        for (const shell of ["zsh", "fish"]) {
            const { code, out } = run("completion", shell);
            assert.equal(code, 0);
            for (const word of ["report", "snapshot", "typescript yaml", "html json markdown svg"]) {
                assert.ok(out.includes(word), `${shell}: ${word}`);
            }
        }
    });
});
