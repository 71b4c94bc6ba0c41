import { kinds, type KindName } from "../../provider/assignment/kinds";
import type { Target } from "../../provider/assignment/arguments";
import type { Plan, PlannedResource, PlannedTarget } from "./plan";

/** Files by name. */
export type Files = Readonly<Record<string, string>>;

const header = "// Written by `pulumi-intune export`. From here on it is yours to edit.\n";

function targetText(target: Target): string {
    const entries = Object.entries(target).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return `{ ${entries.join(", ")} }`;
}

function remark(comment: string): string {
    return comment === "" ? "" : ` // ${comment}`;
}

function listed({ target, comment }: PlannedTarget): string {
    return `        ${targetText(target)},${remark(comment)}\n`;
}

function declaration({ name, class: type, kind, policyId, comment, targets }: PlannedResource): string {
    const [only] = targets;
    const who =
        type.endsWith("Set") || only === undefined
            ? `    targets: [\n${targets.map(listed).join("")}    ],\n`
            : `    target: ${targetText(only.target)},${remark(only.comment)}\n`;
    return `\n${comment === "" ? "" : `// ${comment}\n`}new ${type}(${JSON.stringify(name)}, {\n    ${kinds[kind].policyArgument}: ${JSON.stringify(policyId)},\n${who}});\n`;
}

/** A file for each kind, and one that loads them. */
export function typescriptFiles({ resources }: Plan, version: string): Files {
    const used = (Object.keys(kinds) as KindName[]).filter((kind) => resources.some((own) => own.kind === kind));
    const files = used.map((kind) => {
        const own = resources.filter((resource) => resource.kind === kind);
        const [first] = own;
        const imported = `import { ${String(first?.class)} } from "pulumi-intune/plugin";\n`;
        return [`${kinds[kind].collection}.ts`, header + imported + own.map(declaration).join("")] as const;
    });
    const json = (value: unknown): string => `${JSON.stringify(value, undefined, 4)}\n`;
    return {
        "Pulumi.yaml": "name: intune\nruntime: nodejs\ndescription: Who gets which Intune policy\n",
        "package.json": json({
            name: "intune",
            private: true,
            main: "index.ts",
            dependencies: { "@pulumi/pulumi": "^3.248.0", "pulumi-intune": `^${version}` },
            devDependencies: { "@types/node": "^20.0.0", typescript: "^5.9.0" },
        }),
        "tsconfig.json": json({
            compilerOptions: {
                strict: true,
                target: "es2022",
                module: "nodenext",
                moduleResolution: "nodenext",
                noEmit: true,
            },
            files: ["index.ts"],
        }),
        ".gitignore": "node_modules/\n",
        "index.ts": header + used.map((kind) => `import "./${kinds[kind].collection}";\n`).join(""),
        ...Object.fromEntries(files),
    };
}
