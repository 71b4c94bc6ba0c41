import { kinds } from "../../provider/assignment/kinds";
import type { Target } from "../../provider/assignment/arguments";
import type { Plan, PlannedResource } from "./plan";
import type { Files } from "./typescript";

/** A JSON text is a YAML text; `$` would begin an interpolation of Pulumi's. */
function quoted(text: string): string {
    return JSON.stringify(text).replaceAll("$", "$$$$");
}

function flow(target: Target): string {
    return `{ ${Object.entries(target)
        .map(([key, value]) => `${key}: ${quoted(String(value))}`)
        .join(", ")} }`;
}

function remark(comment: string): string {
    return comment === "" ? "" : ` # ${comment}`;
}

function declaration({ name, class: type, kind, policyId, comment, targets }: PlannedResource): string {
    const [only] = targets;
    const who =
        type.endsWith("Set") || only === undefined
            ? [
                  "            targets:",
                  ...targets.map(({ target, comment: told }) => `                - ${flow(target)}${remark(told)}`),
              ]
            : [`            target: ${flow(only.target)}${remark(only.comment)}`];
    return [
        ...(comment === "" ? [] : [`    # ${comment}`]),
        `    ${JSON.stringify(name)}:`,
        `        type: intune:${type}`,
        "        properties:",
        `            ${kinds[kind].policyArgument}: ${quoted(policyId)}`,
        ...who,
        "",
    ].join("\n");
}

/** Pulumi's YAML knows one file; kinds follow each other in it. */
export function yamlFiles({ resources }: Plan): Files {
    const program = [
        "# Written by `pulumi-intune export`. From here on it is yours to edit.",
        "name: intune",
        "runtime: yaml",
        "description: Who gets which Intune policy",
        ...(resources.length === 0 ? ["resources: {}", ""] : ["resources:", ...resources.map(declaration)]),
    ];
    return { "Pulumi.yaml": program.join("\n") };
}
