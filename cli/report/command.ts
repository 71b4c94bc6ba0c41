import { writeFileSync } from "node:fs";
import { InvalidArgumentError, Option, type Command } from "commander";
import type { KindName } from "../../provider/assignment/kinds";
import { kindOption } from "../kinds";
import { progressLine } from "../progress";
import { onTenant } from "../tenant/open";
import { readSnapshot } from "../tenant/source";
import { analyse } from "./analyse";
import { visible } from "./escape";
import { reportFormats, type ReportFormat } from "./formats";
import { readGroup, type ReadGroup } from "./group";
import { readStack } from "./stack";

interface ReportFlags {
    readonly out: string;
    readonly format: ReportFormat;
    readonly group?: string;
    readonly stack?: string;
    readonly snapshot?: string;
    readonly kind?: readonly KindName[];
}

function guid(text: string): string {
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) {
        throw new InvalidArgumentError("It has to be the group's object id, a GUID.");
    }
    return text.toLowerCase();
}

/** A snapshot has no memberships: only the tenant itself can tell what the group is nested in. */
async function groupOf({ group: id, snapshot }: ReportFlags): Promise<ReadGroup | undefined> {
    if (id === undefined) {
        return undefined;
    }
    return snapshot === undefined
        ? onTenant((session) => readGroup(session, id))
        : { group: { id }, gaps: ["What the group is nested in is unknown: a snapshot has no memberships."] };
}

async function run(flags: ReportFlags): Promise<void> {
    const stack = flags.stack === undefined ? undefined : readStack(flags.stack);
    const snapshot = await readSnapshot(flags, progressLine());
    const explained = await groupOf(flags);
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
    writeFileSync(flags.out, text);
    const { policies, assignments, conflicts, drift } = report.numbers;
    const compared = report.isCompared ? `, ${String(drift)} different from the stack` : "";
    report.gaps.forEach((line) => process.stderr.write(`${visible(line)}\n`));
    process.stdout.write(
        `${flags.out}: ${String(policies)} policies, ${String(assignments)} assignments, ${String(conflicts)} conflicts${compared}.\n`,
    );
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
        .option("--group <id>", "explain what this group gets, and why", guid)
        .option("--stack <file>", "mark what differs from this `pulumi stack export`; - for standard input")
        .option("--snapshot <file>", "read this snapshot in place of the tenant")
        .addOption(kindOption())
        .addHelpText(
            "after",
            "\nThe tenant and how to sign in come from the environment, as for the provider (ARM_TENANT_ID, ARM_CLIENT_ID, ...).\n\nExamples:\n  pulumi-intune report --out report.html\n  pulumi stack export | pulumi-intune report --stack - --format markdown --out comment.md\n  pulumi-intune report --snapshot monday.json --group 0d3f5a3e-6a0f-4f0e-8f5b-3b1a7c9d2e10 --out report.html",
        )
        .action(run);
}
