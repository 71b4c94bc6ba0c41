// npm test: does its own set-up and runs all suites, or those that are named. Its last line counts all of them.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root } from "./checkout.mjs";
import { attempt } from "./command.mjs";
import { main } from "./failure.mjs";
import { ensureInstalled } from "./install.mjs";
import { ensureHost } from "./pulumi-cli.mjs";

const testFiles = (folder) => [`test/${folder}/**/*.test.{ts,mjs}`];

/** Behaviour that both hosts have: the e2e suite holds the dynamic host to it, these files hold the plugin to it too. */
const common = [
    ...["deviceConfiguration", "deviceCompliancePolicy", "enrollmentConfiguration"].flatMap((kind) =>
        ["service", "documented", "convergence"].map((suite) => `${kind}-${suite}`),
    ),
    ...["configuration", "existing", "failures", "inputs", "load", "programs", "smoke", "state", "swap"],
];
/** Of those, a quick choice that differs in kind and shape. `ALL=1` takes all of them. */
const quick = ["deviceCompliancePolicy-service", "enrollmentConfiguration-convergence", "state"];
const chosen = process.env.ALL === "1" ? common : quick;

/** Suites in the order they run. Where they take long, two files run at once. */
const suites = {
    unit: { files: testFiles("unit") },
    contract: { files: testFiles("contract") },
    property: { files: testFiles("property"), options: ["--timeout", "60000"] },
    fault: { files: testFiles("fault"), options: ["--timeout", "60000", "--parallel", "--jobs", "2"] },
    e2e: { files: testFiles("e2e"), options: ["--timeout", "240000", "--parallel", "--jobs", "2"], engine: true },
    plugin: {
        files: chosen.map((name) => `test/e2e/${name}.test.ts`),
        options: ["--timeout", "240000", "--parallel", "--jobs", "2"],
        engine: true,
        prepare: () => ({ PULUMI_INTUNE_TEST_HOST: "plugin" }),
    },
    crash: { files: testFiles("crash"), options: ["--timeout", "600000", "--parallel", "--jobs", "2"], engine: true },
    languages: { files: testFiles("languages"), options: ["--timeout", "600000"], engine: true },
    "moving-in": {
        files: testFiles("long"),
        options: ["--timeout", "1800000"],
        engine: true,
        isLong: true,
    },
    node24: {
        files: ["test/e2e/smoke.test.ts"],
        options: ["--timeout", "240000"],
        engine: true,
        prepare: async () => (await import("./node24.mjs")).prepareNode24(),
    },
};

/** Runs one suite and resolves to its totals. A run that ends without any has failed as a whole. */
async function runSuite(name, { files, options = [], prepare }, totals) {
    console.log(`\n=== ${name}`);
    const env = { ...process.env, ...(await prepare?.()), PULUMI_INTUNE_TOTALS: totals };
    const mocha = join(root, "node_modules", "mocha", "bin", "mocha.js");
    const reporter = join(root, "scripts", "mocha-totals.cjs");
    const { code } = await attempt(process.execPath, [mocha, "--reporter", reporter, ...options, ...files], {
        cwd: root,
        env,
        show: true,
    });
    const lines = existsSync(totals) ? readFileSync(totals, "utf8").trim().split("\n") : [];
    rmSync(totals, { force: true });
    const { passed, failed } = lines.length === 0 ? { passed: 0, failed: 1 } : JSON.parse(lines[0]);
    return { passed, failed: failed === 0 && code !== 0 ? 1 : failed };
}

async function setUp(names) {
    await ensureInstalled();
    await build();
    if (names.some((name) => suites[name].engine)) {
        await ensureHost("yaml");
    }
}

await main(async () => {
    const names =
        process.argv.length > 2 ? process.argv.slice(2) : Object.keys(suites).filter((name) => !suites[name].isLong);
    const sum = { passed: 0, failed: 0 };
    process.on("exit", () => console.log(`\n${sum.passed} passed, ${sum.failed} failed`));
    // Until the suites have run, nothing has passed.
    sum.failed = 1;
    await setUp(names);
    sum.failed = 0;
    const folder = mkdtempSync(join(tmpdir(), "pulumi-intune-totals-"));
    try {
        for (const name of names) {
            const { passed, failed } = await runSuite(name, suites[name], join(folder, name));
            sum.passed += passed;
            sum.failed += failed;
        }
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
    process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;
});
