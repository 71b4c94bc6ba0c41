#!/usr/bin/env node
import { Command, CommanderError } from "commander";
import { addCompare } from "./compare/command";
import { addCompletion } from "./completion/command";
import { exitCodes } from "./exitCodes";
import { addExport } from "./export/command";
import { helpEnd, helpStyle } from "./help";
import { allowClosedPipes } from "./output";
import { addReport } from "./report/command";
import { addSimulator } from "./simulator";
import { addSnapshot } from "./tenant/command";
import { packageVersion } from "../sdk/packageVersion";

/** Resolves to the exit code. */
async function main(): Promise<number> {
    const program = new Command("pulumi-intune")
        .description("Microsoft Intune assignments as code: tools beside the Pulumi provider")
        .version(packageVersion())
        .configureHelp(helpStyle)
        .addHelpText("after", helpEnd)
        .exitOverride();
    addCompare(program);
    addCompletion(program);
    addExport(program);
    addReport(program);
    addSimulator(program);
    addSnapshot(program);
    program.commands.forEach((command) => command.exitOverride());
    try {
        await program.parseAsync();
        return Number(process.exitCode ?? exitCodes.done);
    } catch (error: unknown) {
        if (error instanceof CommanderError) {
            return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
        }
        process.stderr.write(`pulumi-intune: ${(error as Error).message}\n`);
        return exitCodes.failed;
    }
}

allowClosedPipes();
void main().then((code) => {
    process.exitCode = code;
});
