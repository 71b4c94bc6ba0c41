// npm test: does its own set-up and runs the suites, those that are named, or with --all the long ones as well. Its last
// line counts all of them.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root } from "./checkout.mjs";
import { attempt } from "./command.mjs";
import { Failure, main } from "./failure.mjs";
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

/** End-to-end files about a second or third kind that behaves like another one: the suite `kinds`. */
const ofKinds = [
    "deviceConfiguration-convergence",
    "deviceCompliancePolicy-documented",
    "enrollmentConfiguration-documented",
].map((name) => `test/e2e/${name}.test.ts`);

/** Suites in the order they run. Where they take long, two files run at once. `npm test` leaves the long ones out. */
const suites = {
    unit: { files: testFiles("unit") },
    contract: { files: testFiles("contract") },
    property: { files: testFiles("property"), options: ["--timeout", "60000"] },
    fault: { files: testFiles("fault"), options: ["--timeout", "60000", "--parallel", "--jobs", "2"] },
    e2e: {
        files: [...ofKinds.flatMap((file) => ["--exclude", file]), ...testFiles("e2e")],
        options: ["--timeout", "240000", "--parallel", "--jobs", "2"],
        engine: true,
    },
    kinds: {
        files: ofKinds,
        options: ["--timeout", "240000", "--parallel", "--jobs", "2"],
        engine: true,
        isLong: true,
    },
    plugin: {
        files: chosen.map((name) => `test/e2e/${name}.test.ts`),
        options: ["--timeout", "240000", "--parallel", "--jobs", "2"],
        engine: true,
        prepare: () => ({ PULUMI_INTUNE_TEST_HOST: "plugin" }),
    },
    crash: {
        files: testFiles("crash"),
        options: ["--timeout", "600000", "--parallel", "--jobs", "2"],
        engine: true,
        isLong: true,
    },
    languages: { files: testFiles("languages"), options: ["--timeout", "600000"], engine: true, isLong: true },
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

/** Nothing named: all that are not long; `--all`: all. Fails on a name that no suite has. */
function chosenSuites(args) {
    const all = Object.keys(suites);
    if (args.length === 0) {
        return all.filter((name) => !suites[name].isLong);
    }
    if (args.length === 1 && args[0] === "--all") {
        return all;
    }
    const unknown = args.filter((name) => !all.includes(name));
    if (unknown.length > 0) {
        throw new Failure(
            `There is no suite ${unknown.join(", ")}. Suites: ${all.join(", ")}; --all runs all of them.`,
        );
    }
    return args;
}

async function setUp(names) {
    await ensureInstalled();
    await build();
    if (names.some((name) => suites[name].engine)) {
        await ensureHost("yaml");
    }
}

await main(async () => {
    const names = chosenSuites(process.argv.slice(2));
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
