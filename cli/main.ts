#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { readFileSync } from "node:fs";
import { addSimulator } from "./simulator";

function version(): string {
    const manifest = readFileSync(require.resolve("pulumi-intune/package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
}

/** Exit codes: 0 done, 1 failed, 2 wrong usage. */
async function main(): Promise<number> {
    const program = new Command("pulumi-intune")
        .description("Microsoft Intune assignments as code: tools beside the Pulumi provider")
        .version(version())
        .exitOverride();
    addSimulator(program);
    program.commands.forEach((command) => command.exitOverride());
    try {
        await program.parseAsync();
        return 0;
    } catch (error: unknown) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? 0 : 2;
        }
        process.stderr.write(`pulumi-intune: ${(error as Error).message}\n`);
        return 1;
    }
}

void main().then((code) => {
    process.exitCode = code;
});
