// One tenant: its stack, and what one command made of it.
import { LocalWorkspace, type OpMap, type Stack } from "@pulumi/pulumi/automation";
import type { Settings } from "./tenants";

export type Verb = "preview" | "up" | "drift" | "destroy";

/** What became of one tenant. `drift`: the command found changes and was told to expect none. */
export interface Result {
    readonly tenant: string;
    readonly outcome: "done" | "drift" | "failed";
    readonly changes: OpMap;
    readonly seconds: number;
    /** The first error in one line; empty where there is none. */
    readonly why: string;
}

async function open(tenant: string, settings: Settings): Promise<Stack> {
    // A process for each program: those that run inline share one, and with it what goes wrong in one of them.
    const stack = await LocalWorkspace.createOrSelectStack({ stackName: tenant, workDir: __dirname });
    const config = Object.entries(settings).map(([key, value]) => [`intune:${key}`, { value }] as const);
    await stack.setAllConfig(Object.fromEntries(config));
    return stack;
}

interface Options {
    readonly onOutput: (text: string) => void;
    readonly signal: AbortSignal;
}

const preview = async (stack: Stack, options: Options): Promise<OpMap> => (await stack.preview(options)).changeSummary;

const run: Readonly<Record<Verb, (stack: Stack, options: Options) => Promise<OpMap>>> = {
    preview,
    drift: preview,
    // The Automation API leaves the preview out, which finds wrong names and arguments before anything is written.
    async up(stack, options) {
        await preview(stack, options);
        const { summary } = await stack.up(options);
        return summary.resourceChanges ?? {};
    },
    async destroy(stack, options) {
        const { summary } = await stack.destroy(options);
        return summary.resourceChanges ?? {};
    },
};

function changed(changes: OpMap): boolean {
    return Object.entries(changes).some(([step, count]) => step !== "same" && count > 0);
}

/** The sentence that matters of what the engine printed. */
function firstError(error: unknown): string {
    const text = error instanceof Error ? error.message : String(error);
    const lines = text.split("\n").map((line) => line.trim());
    const [told = lines.find((line) => line !== "") ?? "unknown"] = lines.filter((line) => line.startsWith("error:"));
    return told.replace(/^error:\s*/, "");
}

/** Runs one command on one tenant. Never rejects: a tenant that fails leaves the others alone. */
export async function runTenant(tenant: string, settings: Settings, verb: Verb, options: Options): Promise<Result> {
    const start = performance.now();
    const seconds = (): number => (performance.now() - start) / 1_000;
    try {
        const changes = await run[verb](await open(tenant, settings), options);
        const outcome = verb === "drift" && changed(changes) ? "drift" : "done";
        return { tenant, outcome, changes, seconds: seconds(), why: "" };
    } catch (error: unknown) {
        return { tenant, outcome: "failed", changes: {}, seconds: seconds(), why: firstError(error) };
    }
}
