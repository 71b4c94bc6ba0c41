import type { Program } from "./engine";

/** One resource of a program under test. */
export interface Declared {
    readonly class: string;
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
}

/** Which process serves the resources: Pulumi's own for Node programs, or ours. */
export type Host = "dynamic" | "plugin";
export const hosts: readonly Host[] = ["dynamic", "plugin"];

/** What only Graph can tell of a resource; a program has to name it to get it. */
const computed = (type: string): string[] =>
    type.endsWith("Set") ? ["assignments"] : ["assignmentId", "source", "sourceId"];

/** The same as `programOf`, for the plugin: what the classes of a generated SDK do, without one. */
function pluginProgramOf(resources: readonly Declared[]): string {
    const lines = resources.map(({ class: type, name, args }) => {
        const open = computed(type).map((key) => `${key}: undefined`);
        return `new pulumi.CustomResource("intune:index:${type}", ${JSON.stringify(name)}, { ${open.join(", ")}, ...${JSON.stringify(args)} }, { aliases: [{ type: "pulumi-nodejs:dynamic/intune:${type}" }] });`;
    });
    return ['const pulumi = require("@pulumi/pulumi");', ...lines, ""].join("\n");
}

/** A YAML program; JSON is YAML. */
export function yamlProgramOf(...resources: readonly Declared[]): Program {
    const declared = resources.map(({ class: type, name, args }) => [
        name,
        { type: `intune:${type}`, properties: args },
    ]);
    return { language: "yaml", source: `resources: ${JSON.stringify(Object.fromEntries(declared))}\n` };
}

/** The text of a program for either host. */
export function programFor(host: Host, ...resources: readonly Declared[]): string {
    return host === "dynamic" ? programOf(...resources) : pluginProgramOf(resources);
}

/** The text of a JavaScript program that declares the given resources and nothing else. */
export function programOf(...resources: readonly Declared[]): string {
    const lines = resources.map(
        ({ class: type, name, args }) =>
            `new intune.${type}(${JSON.stringify(name)}, ${JSON.stringify(args, undefined, 4)});`,
    );
    return ['const intune = require("pulumi-intune");', ...lines, ""].join("\n");
}
