import { Option, type Command } from "commander";
import type { KindName } from "../../provider/assignment/kinds";
import { count } from "../count";
import { kindOption } from "../kinds";
import { tellGaps, writeResult } from "../output";
import { progressLine } from "../progress";
import { onTenant } from "../tenant/open";
import type { Snapshot } from "../tenant/snapshot";
import { readSnapshot } from "../tenant/source";
import { analyse } from "./analyse";
import { reportFormats, type ReportFormat } from "./formats";
import { groupIn, readGroup, type ReadGroup } from "./group";
import { readStack } from "./stack";

interface ReportFlags {
    readonly out: string;
    readonly format: ReportFormat;
    readonly group?: string;
    readonly stack?: string;
    readonly snapshot?: string;
    readonly kind?: readonly KindName[];
}

async function groupOf({ group, snapshot: file }: ReportFlags, snapshot: Snapshot): Promise<ReadGroup | undefined> {
    if (group === undefined) {
        return undefined;
    }
    return file === undefined ? onTenant((session) => readGroup(session, group)) : groupIn(snapshot, group, file);
}

async function run(flags: ReportFlags): Promise<void> {
    const stack = flags.stack === undefined ? undefined : readStack(flags.stack);
    const snapshot = await readSnapshot(flags, progressLine());
    const explained = await groupOf(flags, snapshot);
    const report = analyse(
        { ...snapshot, gaps: [...snapshot.gaps, ...(explained?.gaps ?? [])] },
        {
            ...(stack === undefined ? {} : { stack }),
            ...(explained === undefined ? {} : { group: explained.group }),
        },
    );
    const text = reportFormats[flags.format](report);
    if (flags.out === "-") {
        process.stdout.write(text);
        return;
    }
    writeResult(flags.out, text);
    const { policies, assignments, conflicts, drift } = report.numbers;
    const told = `${count(policies, "policy", "policies")}, ${count(assignments, "assignment")}, ${count(conflicts, "conflict")}`;
    const compared = report.isCompared ? `, ${String(drift)} different from the stack` : "";
    tellGaps(report.gaps);
    process.stdout.write(`${flags.out}: ${told}${compared}.\n`);
}

/** `pulumi-intune report`: who gets what, and why, for people. */
export function addReport(program: Command): void {
    program
        .command("report")
        .description("write who gets what in a tenant, for people: a page, a comment or a picture")
        .requiredOption("--out <file>", "the file; - for standard output")
        .addOption(
            new Option("--format <format>", "a page, data, a pull request's comment or a picture")
                .choices(Object.keys(reportFormats))
                .default("html"),
        )
        .option("--group <name>", "explain what this group gets, and why; its display name or object id")
        .option("--stack <file>", "mark what differs from this `pulumi stack export`; - for standard input")
        .option("--snapshot <file>", "read this snapshot in place of the tenant")
        .addOption(kindOption())
        .addHelpText(
            "after",
            "\nThe tenant and how to sign in come from the environment, as for the provider (ARM_TENANT_ID, ARM_CLIENT_ID, ...).\n\nExamples:\n  pulumi-intune report --out report.html\n  pulumi stack export | pulumi-intune report --stack - --format markdown --out comment.md\n  pulumi-intune report --snapshot monday.json --group Sales --out report.html",
        )
        .action(run);
}
