// One program for many tenants: `npm run fleet -- up`. Limits are per tenant, so tenants run side by side.
import { appendFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runTenant, type Result, type Verb } from "./stack";
import { summaryTable } from "./table";
import { readTenants } from "./tenants";

const verbs: readonly Verb[] = ["preview", "up", "drift", "destroy"];

/** 0: all done. 1: a tenant failed. 2: wrong usage. 3: `drift` found some. */
const exitCodes = { done: 0, failed: 1, usage: 2, drift: 3 } as const;

const usage = `npm run fleet -- preview|up|drift|destroy [--tenant NAME ...] [--parallel N] [--file FILE]

  --tenant    only these tenants of the file
  --parallel  tenants at once; an engine, its host and the provider want a core or two (default: half the cores)
  --file      the fleet (default: tenants.json)
`;

/** Runs all, so many at once, in the order of the list. */
async function eachOf<T, R>(items: readonly T[], atOnce: number, action: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
        while (next < items.length) {
            const at = next;
            next += 1;
            results[at] = await action(items[at]);
        }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
    return results;
}

function readArguments() {
    const { values, positionals } = parseArgs({
        allowPositionals: true,
        options: {
            tenant: { type: "string", multiple: true, default: [] },
            parallel: { type: "string", default: String(Math.max(1, Math.floor(availableParallelism() / 2))) },
            file: { type: "string", default: join(__dirname, "tenants.json") },
        },
    });
    const verb = verbs.find((known) => known === positionals[0]);
    const parallel = Number(values.parallel);
    if (verb === undefined || positionals.length > 1 || !Number.isInteger(parallel) || parallel < 1) {
        throw new Error("what to do with the fleet?");
    }
    return { ...values, verb, parallel };
}

async function main(): Promise<number> {
    let args: ReturnType<typeof readArguments>;
    try {
        args = readArguments();
    } catch (error: unknown) {
        process.stderr.write(`${(error as Error).message}\n\n${usage}`);
        return exitCodes.usage;
    }
    const tenants = Object.entries(readTenants(args.file, args.tenant));
    const interrupted = new AbortController();
    process.once("SIGINT", () => {
        process.stderr.write("interrupted: tenants under way end, no other is begun\n");
        interrupted.abort();
    });
    const results = await eachOf(tenants, args.parallel, async ([tenant, settings]): Promise<Result> => {
        if (interrupted.signal.aborted) {
            return { tenant, outcome: "failed", changes: {}, seconds: 0, why: "interrupted before it began" };
        }
        const onOutput = (text: string): void => {
            text.split("\n")
                .filter((line) => line.trim() !== "")
                .forEach((line) => process.stderr.write(`${tenant}: ${line}\n`));
        };
        return runTenant(tenant, settings, args.verb, { onOutput, signal: interrupted.signal });
    });
    const table = summaryTable(results);
    process.stdout.write(`${table}\n`);
    if (process.env["GITHUB_STEP_SUMMARY"] !== undefined) {
        appendFileSync(process.env["GITHUB_STEP_SUMMARY"], `${table}\n`);
    }
    if (results.some(({ outcome }) => outcome === "failed")) {
        return exitCodes.failed;
    }
    return results.some(({ outcome }) => outcome === "drift") ? exitCodes.drift : exitCodes.done;
}

main().then(
    (code) => {
        process.exitCode = code;
    },
    (error: unknown) => {
        process.stderr.write(`${(error as Error).message}\n`);
        process.exitCode = exitCodes.failed;
    },
);
