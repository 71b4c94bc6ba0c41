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

/** A YAML program; JSON is YAML. */
export function yamlProgramOf(...resources: readonly Declared[]): Program {
    const declared = resources.map(({ class: type, name, args }) => [
        name,
        { type: `intune:${type}`, properties: args },
    ]);
    return { language: "yaml", source: `resources: ${JSON.stringify(Object.fromEntries(declared))}\n` };
}

const packages: Readonly<Record<Host, string>> = { dynamic: "pulumi-intune", plugin: "pulumi-intune/plugin" };

/** The text of a JavaScript program that declares the given resources and nothing else, for either host. */
export function programFor(host: Host, ...resources: readonly Declared[]): string {
    const lines = resources.map(
        ({ class: type, name, args }) =>
            `new intune.${type}(${JSON.stringify(name)}, ${JSON.stringify(args, undefined, 4)});`,
    );
    return [`const intune = require("${packages[host]}");`, ...lines, ""].join("\n");
}

/** The same for the dynamic host. */
export function programOf(...resources: readonly Declared[]): string {
    return programFor("dynamic", ...resources);
}
