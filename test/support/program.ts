/** One resource of a program under test. */
export interface Declared {
    readonly class: string;
    readonly name: string;
    readonly args: Readonly<Record<string, unknown>>;
}

/** The text of a JavaScript program that declares the given resources and nothing else. */
export function programOf(...resources: readonly Declared[]): string {
    const lines = resources.map(
        ({ class: type, name, args }) =>
            `new intune.${type}(${JSON.stringify(name)}, ${JSON.stringify(args, undefined, 4)});`,
    );
    return ['const intune = require("pulumi-intune");', ...lines, ""].join("\n");
}
