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

/** The host that the suites of common behaviour are run on: `npm run test:plugin` runs them all on the plugin. */
export const hostUnderTest: Host = process.env["PULUMI_INTUNE_TEST_HOST"] === "plugin" ? "plugin" : "dynamic";

/** A YAML program; JSON is YAML. */
export function yamlProgramOf(...resources: readonly Declared[]): Program {
    const declared = resources.map(({ class: type, name, args }) => [
        name,
        { type: `intune:${type}`, properties: args },
    ]);
    return { language: "yaml", source: `resources: ${JSON.stringify(Object.fromEntries(declared))}\n` };
}

/** The package that a program takes its classes from. */
const packages: Readonly<Record<Host, string>> = { dynamic: "pulumi-intune", plugin: "pulumi-intune/plugin" };

export const packageUnderTest = packages[hostUnderTest];

/** The text of a JavaScript program that declares the given resources and nothing else, for either host. */
export function programFor(host: Host, ...resources: readonly Declared[]): string {
    const lines = resources.map(
        ({ class: type, name, args }) =>
            `new intune.${type}(${JSON.stringify(name)}, ${JSON.stringify(args, undefined, 4)});`,
    );
    return [`const intune = require("${packages[host]}");`, ...lines, ""].join("\n");
}

/** The same for the host under test. */
export function programOf(...resources: readonly Declared[]): string {
    return programFor(hostUnderTest, ...resources);
}
