import { InvalidArgumentError, Option, type Command } from "commander";
import { emptyTenant, realisticTenant, startSimulator, type Mode } from "../simulator";

interface SimulatorFlags {
    readonly port: number;
    readonly state?: string;
    readonly mode: Mode;
    readonly latency: number;
    readonly throttle?: true;
    readonly pageSize: number;
    readonly empty?: true;
}

function wholeNumber(most: number, least = 0): (text: string) => number {
    return (text) => {
        const value = Number(text);
        if (!/^\d+$/.test(text) || value > most || value < least) {
            throw new InvalidArgumentError(`It has to be a whole number from ${String(least)} to ${String(most)}.`);
        }
        return value;
    };
}

async function run(flags: SimulatorFlags): Promise<void> {
    const initial = flags.empty ? emptyTenant : realisticTenant();
    const simulator = await startSimulator({
        port: flags.port,
        mode: flags.mode,
        latencyMs: flags.latency,
        throttle: flags.throttle === true,
        pageSize: flags.pageSize,
        state: flags.state ?? initial,
        initialState: initial,
    });
    process.stdout.write(
        `${simulator.url}\nPoint a stack at it: INTUNE_ENDPOINT=${simulator.url} INTUNE_ACCESS_TOKEN=any pulumi up   (in a browser: ${simulator.url}/)\n`,
    );
    await new Promise<void>((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
    });
    await simulator.close();
}

/** `pulumi-intune simulator`: the local Graph. Its address stands alone on the first line. */
export function addSimulator(program: Command): void {
    program
        .command("simulator")
        .description("run a local Microsoft Graph with a small Intune tenant, for trying and testing stacks")
        .option("--port <number>", "TCP port on 127.0.0.1; 0 for a free one", wholeNumber(65_535), 0)
        .option("--state <file>", "JSON file with the tenant: read if it is there, written after every change")
        .addOption(
            new Option("--mode <mode>", "what tenants really do, or what Microsoft's documents promise")
                .choices(["service", "documented"])
                .default("service"),
        )
        .option("--latency <ms>", "added to every answer", wholeNumber(60_000), 0)
        .option("--throttle", "enforce Intune's limits: 100 writes and 1,000 requests in 20 s")
        .option("--page-size <number>", "items of a page where the client asks for none", wholeNumber(1_000, 1), 100)
        .option("--empty", "begin with an empty tenant")
        .addHelpText(
            "after",
            "\nExamples:\n  pulumi-intune simulator --port 8080\n  pulumi-intune simulator --state tenant.json --throttle\n  curl http://127.0.0.1:8080/simulator/state",
        )
        .action(run);
}
