import { Option, type Command } from "commander";
import type { KindName } from "../../provider/assignment/kinds";
import { exportReadme, type Format } from "./readme";
import { writeFolder } from "./folder";
import { importFile } from "./importFile";
import { planExport, type Shape } from "./plan";
import { typescriptFiles } from "./typescript";
import { yamlFiles } from "./yaml";
import { count } from "../count";
import { kindOption } from "../kinds";
import { tellGaps } from "../output";
import { progressLine } from "../progress";
import { readSnapshot } from "../tenant/source";
import { packageVersion } from "../../sdk/packageVersion";

interface ExportFlags {
    readonly format: Format;
    readonly out: string;
    readonly shape: Shape;
    readonly kind?: readonly KindName[];
    readonly snapshot?: string;
    readonly force?: true;
}

async function run(flags: ExportFlags): Promise<void> {
    const progress = progressLine();
    const snapshot = await readSnapshot(flags, progress);
    const plan = planExport(snapshot, flags.shape);
    const version = packageVersion();
    const isYaml = flags.format === "yaml";
    const program = isYaml ? yamlFiles(plan) : typescriptFiles(plan, version);
    const files = {
        ...program,
        "README.md": exportReadme(plan, snapshot, flags.format),
        "import.json": importFile(plan, isYaml ? undefined : version),
    };
    writeFolder(flags.out, files, flags.force === true);
    tellGaps([...plan.leftOut, ...snapshot.gaps], "left out: ");
    process.stdout.write(
        `${flags.out}: ${count(plan.resources.length, "resource")} for ${count(snapshot.policies.length, "policy", "policies")}. Go on with ${flags.out}/README.md.\n`,
    );
}

/** `pulumi-intune export`: a live tenant's assignments as a program and a file for `pulumi import`. */
export function addExport(program: Command): void {
    program
        .command("export")
        .description(
            "write a tenant's assignments as a Pulumi program, with a file for `pulumi import`; changes nothing in the tenant",
        )
        .addOption(
            new Option("--format <format>", "the program's language")
                .choices(["typescript", "yaml"])
                .makeOptionMandatory(),
        )
        .requiredOption("--out <folder>", "a new or empty folder")
        .addOption(
            new Option("--shape <shape>", "one resource a policy, or one an assignment")
                .choices(["sets", "rows"])
                .default("sets"),
        )
        .addOption(kindOption())
        .option("--snapshot <file>", "read this snapshot in place of the tenant")
        .option("--force", "replace what an earlier export wrote there and nobody has edited since")
        .addHelpText(
            "after",
            "\nThe tenant and how to sign in come from the environment, as for the provider (ARM_TENANT_ID, ARM_CLIENT_ID, ...).\n\nExamples:\n  pulumi-intune export --format yaml --out intune\n  pulumi-intune export --format typescript --shape rows --kind deviceCompliancePolicy --out compliance",
        )
        .action(run);
}
