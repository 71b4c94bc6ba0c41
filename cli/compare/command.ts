import { Option, type Command } from "commander";
import { exitCodes } from "../exitCodes";
import { progressLine } from "../progress";
import { readSnapshot, readSnapshotFile } from "../tenant/source";
import { tellGaps } from "../output";
import { compareSnapshots, notCompared } from "./compare";
import { compareFormats, type CompareFormat } from "./formats";

async function run(
    older: string,
    newer: string | undefined,
    { format }: { readonly format: CompareFormat },
): Promise<void> {
    const old = await readSnapshotFile(older);
    const now = await readSnapshot(newer === undefined ? { kind: old.kinds } : { snapshot: newer }, progressLine());
    const changes = compareSnapshots(old, now);
    process.stdout.write(compareFormats[format](changes));
    tellGaps(notCompared(old, now));
    if (format === "text") {
        process.stderr.write(`${changes.length === 0 ? "nothing" : String(changes.length)} different\n`);
    }
    process.exitCode = changes.length === 0 ? exitCodes.done : exitCodes.different;
}

/** `pulumi-intune compare`: who gained and who lost what between two snapshots. */
export function addCompare(program: Command): void {
    program
        .command("compare")
        .description("tell who gained and who lost what between two snapshots; exit code 3 when something differs")
        .argument("<older>", "a file that `pulumi-intune snapshot` wrote")
        .argument("[newer]", "another one; the tenant as it is now when left out")
        .addOption(
            new Option("--format <format>", "for people, programs or pull requests")
                .choices(Object.keys(compareFormats))
                .default("text"),
        )
        .addHelpText(
            "after",
            "\nExamples:\n  pulumi-intune compare monday.json\n  pulumi-intune compare monday.json tuesday.json --format markdown",
        )
        .action(run);
}
