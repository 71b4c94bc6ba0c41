// npm run reliability: runs the suites that try to break the provider, counts what they tried, and writes the figures
// in docs/reliability.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { root } from "./checkout.mjs";
import { run } from "./command.mjs";
import { Failure, main } from "./failure.mjs";

const page = join(root, "docs", "reliability.md");
const [begin, end] = ["<!-- figures -->", "<!-- end of figures -->"];

/** The facts that suites count, in the words of the page. */
const facts = {
    "crash points": "runs killed before or after a request, and made good by the next",
    "unclear ends": "writes whose end was not known, each leaving exactly one assignment",
    histories: "generated histories of a tenant that converged",
    "steps of histories": "steps in them: edits, tampering, faults, crashes, refreshes",
    "chaotic runs": "runs at 10 % and 30 % of random faults, none with a wrong success",
    "faults in chaotic runs": "faults met in them",
    "bad inputs": "wrong inputs that check named",
    "hostile answers": "operations against a service that means harm",
    "places searched for secrets": "files and outputs searched for canaries, with none found",
    "rows held under load": "rows created at `--parallel 64`, none lost",
    "requests per second under load": "requests a second meanwhile",
};

/** Coverage by area: files below a path that starts so. The strictest come first. */
const areas = ["assignment/", "graph/retry", "graph/pace", "graph/batch", ""];

function counted(file) {
    const sums = new Map();
    for (const line of readFileSync(file, "utf8").trim().split("\n")) {
        const { fact, amount } = JSON.parse(line);
        sums.set(fact, (sums.get(fact) ?? 0) + amount);
    }
    const missing = Object.keys(facts).filter((fact) => !sums.has(fact));
    if (missing.length > 0) {
        throw new Failure(`Nothing was counted for: ${missing.join(", ")}.`);
    }
    return sums;
}

function linesCovered(summary, area) {
    const prefix = join(root, "provider", area);
    const found = Object.entries(summary).filter(([file]) => file.startsWith(prefix));
    const sum = (of) => found.reduce((total, [, { lines }]) => total + lines[of], 0);
    return Math.floor((1_000 * sum("covered")) / sum("total")) / 10;
}

function figures(sums, summary) {
    const rows = Object.entries(facts).map(([fact, words]) => `| ${words} | ${sums.get(fact).toLocaleString("en")} |`);
    const covered = areas.map((area) => `| lines covered in provider/${area} | ${linesCovered(summary, area)} % |`);
    return ["| what was tried | figure |", "| --- | ---: |", ...rows, ...covered].join("\n");
}

await main(async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-intune-facts-"));
    try {
        const counts = join(folder, "facts");
        const env = { ...process.env, PULUMI_INTUNE_FACTS: counts };
        const c8 = join(root, "node_modules", "c8", "bin", "c8.js");
        const test = join(root, "scripts", "test.mjs");
        const coverage = ["--reporter", "json-summary", "--reports-dir", folder, "--include", "provider/**"];
        const suites = ["unit", "contract", "property", "fault"];
        await run(process.execPath, [c8, ...coverage, process.execPath, test, ...suites], {
            cwd: root,
            env,
            show: true,
        });
        await run(process.execPath, [test, "crash"], { cwd: root, env, show: true });
        const counting = ["test/e2e/secrets.test.ts", "test/e2e/load.test.ts"];
        const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
        await run(process.execPath, [mocha, "--timeout", "240000", ...counting], { cwd: root, env, show: true });
        const summary = JSON.parse(readFileSync(join(folder, "coverage-summary.json"), "utf8"));
        const text = readFileSync(page, "utf8");
        const head = text.slice(0, text.indexOf(begin) + begin.length);
        const tail = text.slice(text.indexOf(end));
        const written = `${head}\n\n${figures(counted(counts), summary)}\n\n${tail}`;
        writeFileSync(page, await format(written, { ...(await resolveConfig(page)), filepath: page }));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
});
