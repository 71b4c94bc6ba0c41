import type { Command } from "commander";
import type { KindName } from "../../provider/assignment/kinds";
import { count } from "../count";
import { kindOption } from "../kinds";
import { tellGaps, writeResult } from "../output";
import { progressLine } from "../progress";
import { readSnapshot } from "./source";

async function run({ out, ...flags }: { readonly out: string; readonly kind?: readonly KindName[] }): Promise<void> {
    const snapshot = await readSnapshot(flags, progressLine());
    const text = `${JSON.stringify(snapshot, undefined, 4)}\n`;
    if (out === "-") {
        process.stdout.write(text);
        return;
    }
    writeResult(out, text);
    const assignments = snapshot.policies.reduce((sum, policy) => sum + policy.assignments.length, 0);
    tellGaps(snapshot.gaps);
    process.stdout.write(
        `${out}: ${count(snapshot.policies.length, "policy", "policies")}, ${count(assignments, "assignment")}.\n`,
    );
}

/** `pulumi-intune snapshot`: who has what, as one JSON file. */
export function addSnapshot(program: Command): void {
    program
        .command("snapshot")
        .description("write who has what in a tenant as one JSON file; changes nothing in the tenant")
        .requiredOption("--out <file>", "the file; - for standard output")
        .addOption(kindOption())
        .addHelpText(
            "after",
            "\nExamples:\n  pulumi-intune snapshot --out monday.json\n  pulumi-intune compare monday.json\n  pulumi-intune report --snapshot monday.json --out report.html",
        )
        .action(run);
}
