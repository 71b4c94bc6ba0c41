/** The program of `signer.ts`: signs in with the settings of each line on stdin and answers with a line of JSON. */
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { tokenSource, type TokenSource } from "../../provider/credentials";
import { resolveSettings } from "../../provider/settings";
import type { Call, Order, Outcome, Report } from "./signer";

const loaded = (): boolean => Object.keys(require.cache).some((path) => path.includes("@azure/identity"));

function outcomeOf(error: unknown): Outcome {
    if (!(error instanceof Error)) {
        return { error: { name: "no error", message: String(error), printed: "" } };
    }
    const hidden = inspect(error, { depth: 9, showHidden: true });
    const printed = [String(error), hidden, JSON.stringify(error), error.stack, inspect(error.cause)].join("\n");
    return { error: { name: error.name, message: error.message, printed } };
}

async function made(source: TokenSource, call: Call): Promise<Outcome> {
    const controller = new AbortController();
    const answer = source.token({ fresh: call.fresh ?? false, signal: controller.signal });
    if (call.abort === true) {
        controller.abort(new Error("given up"));
    }
    return answer.then((token): Outcome => ({ token }), outcomeOf);
}

async function carryOut({ config, env, processEnv, calls }: Order): Promise<Report> {
    Object.assign(process.env, processEnv);
    const loadedBefore = loaded();
    const outcomes: Outcome[] = [];
    let printed = "";
    try {
        const settings = resolveSettings({ get: (key) => config[key], env: env ?? {} });
        let now = Date.now();
        const source = tokenSource(settings, { now: () => now, sleep: () => Promise.resolve(), retryDelayMs: 1 });
        printed = [inspect(settings, { depth: 9, showHidden: true }), JSON.stringify(settings), inspect(source)].join(
            "\n",
        );
        for (const step of calls ?? [{}]) {
            const together = "length" in step ? step : [step];
            now += (together[0]?.laterSeconds ?? 0) * 1000;
            outcomes.push(...(await Promise.all(together.map((call) => made(source, call)))));
        }
    } catch (error: unknown) {
        outcomes.push(outcomeOf(error));
    }
    return { outcomes, printed, loadedBefore, loadedAfter: loaded() };
}

async function main(): Promise<void> {
    for await (const line of createInterface({ input: process.stdin })) {
        const report = await carryOut(JSON.parse(line) as Order);
        process.stdout.write(`${JSON.stringify(report)}\n`);
    }
    process.exit(0);
}

void main();
