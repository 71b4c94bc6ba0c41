// Writes docs/resources, a page for each resource, from the package's schema.
import { readFileSync } from "node:fs";
import { write } from "./generated-file.mjs";

const schema = JSON.parse(readFileSync(new URL("../provider/plugin/schema.json", import.meta.url), "utf8"));
const nameOf = (token) => token.split(":").at(-1);

function typeText({ type, $ref, items }) {
    if ($ref) {
        const name = nameOf($ref);
        return `[${name}](README.md#${name.toLowerCase()})`;
    }
    return items ? `list of ${typeText(items)}` : (type ?? "any");
}

const cell = (text = "") => text.replaceAll("|", "\\|").replaceAll("\n", " ");

function table(properties, required = [], heading = "required") {
    const rows = Object.entries(properties).map(
        ([name, property]) =>
            `| \`${name}\` | ${typeText(property)} | ${required.includes(name) ? "yes" : "no"} | ${cell(property.description)} |`,
    );
    return [`| property | type | ${heading} | meaning |`, "| --- | --- | --- | --- |", ...rows].join("\n");
}

function typescriptExample(name, { inputProperties, requiredInputs }) {
    const example = (property) => property.description.match(/Example: `(.+)`\.$/)?.[1];
    const lines = requiredInputs.map((key) => `    ${key}: ${example(inputProperties[key]) ?? "[]"},`);
    return [
        "```typescript",
        `import { ${name} } from "pulumi-intune";`,
        "",
        `new ${name}("example", {`,
        ...lines,
        "});",
        "```",
    ];
}

function resourcePage(name, resource) {
    const outputs = Object.entries(resource.properties).filter(([key]) => !(key in resource.inputProperties));
    return [
        `# ${name}`,
        "",
        resource.description.replace("## Example Usage", () =>
            [
                "## Example",
                "",
                ...typescriptExample(name, resource),
                "",
                "The same in YAML, with the [plugin](../plugin.md):",
            ].join("\n"),
        ),
        "",
        "## Arguments",
        "",
        table(resource.inputProperties, resource.requiredInputs),
        "",
        "## Outputs",
        "",
        "The arguments, and:",
        "",
        table(Object.fromEntries(outputs), resource.required, "always there"),
        "",
        "[All resources](README.md)",
        "",
    ].join("\n");
}

function typeSection([token, type]) {
    const values = (type.enum ?? []).map(({ value, description }) => `- \`${value}\`: ${description ?? ""}`.trim());
    const body = type.enum ? values.join("\n") : table(type.properties, type.required);
    return [`## ${nameOf(token)}`, "", type.description ?? "", "", body, ""].join("\n");
}

const resources = Object.entries(schema.resources).map(([token, resource]) => [nameOf(token), resource]);
for (const [name, resource] of resources) {
    await write(`docs/resources/${name}.md`, resourcePage(name, resource));
}
const list = resources.map(([name, { description }]) => `- [${name}](${name}.md): ${description.split("\n")[0]}`);
await write(
    "docs/resources/README.md",
    ["# Resources", "", ...list, "", ...Object.entries(schema.types).map(typeSection)].join("\n"),
);
