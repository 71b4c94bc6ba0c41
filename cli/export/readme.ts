import type { Snapshot } from "../tenant/snapshot";
import type { Plan } from "./plan";

export type Format = "typescript" | "yaml";

const install: Readonly<Record<Format, string>> = {
    typescript: "npm install\n",
    yaml: "npm install --global pulumi-intune\n",
};

function list(lines: readonly string[]): string {
    return lines.map((line) => `- ${line.replaceAll("\n", " ")}\n`).join("");
}

/** README.md of an export: what it is, how to take it over, and what is not in it. */
export function exportReadme({ shape, resources, leftOut }: Plan, { gaps }: Snapshot, format: Format): string {
    const owns =
        shape === "sets"
            ? "Each resource owns all direct assignments of one policy: what somebody adds by hand is removed by the next `pulumi up`."
            : "Each resource owns one assignment and leaves the others alone.";
    return `# Intune assignments

${String(resources.length)} resources, written by \`pulumi-intune export\`. ${owns} Policies that are assigned to nobody are not in it.

## Take it over

\`\`\`sh
${install[format]}pulumi stack init prod
pulumi config set intune:tenantId <your tenant>   # and how to sign in, as in the documentation of pulumi-intune
pulumi import --file import.json --generate-code=false --protect=false --yes
pulumi preview --expect-no-changes
\`\`\`

Importing reads and writes nothing in the tenant. The preview then has no change; if it has one, somebody has changed the tenant since the export.

The plugin, \`pulumi-resource-intune\`, has to be on PATH${format === "typescript" ? " or named in Pulumi.yaml: `plugins: { providers: [{ name: intune, path: node_modules/.bin }] }`" : ""}.
${leftOut.length + gaps.length === 0 ? "" : `\n## Not in it\n\n${list([...leftOut, ...gaps])}`}`;
}
