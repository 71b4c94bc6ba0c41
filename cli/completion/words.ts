import type { Command, Option } from "commander";

/** What may stand after an option or as an argument. */
export type Value =
    { readonly type: "choices"; readonly choices: readonly string[] } | { readonly type: "file" | "folder" | "other" };

export interface OptionWords {
    readonly long: string;
    readonly description: string;
    /** Undefined for a flag. */
    readonly value?: Value;
}

/** All that can be typed for one command. */
export interface CommandWords {
    readonly name: string;
    readonly description: string;
    readonly options: readonly OptionWords[];
    readonly argument?: Value;
}

function valueOf(flags: string, choices: readonly string[] | undefined): Value {
    if (choices !== undefined) {
        return { type: "choices", choices };
    }
    const name = /[<[]([\w-]+)/.exec(flags)?.[1];
    return { type: name === "file" || name === "folder" ? name : "other" };
}

function optionWords({ long, flags, argChoices, description, required, optional }: Option): OptionWords[] {
    const value = required || optional ? { value: valueOf(flags, argChoices) } : {};
    return long === undefined ? [] : [{ long, description, ...value }];
}

/** The commands as commander has them: completion can't lag behind `--help`. */
export function completionWords(program: Command): CommandWords[] {
    return program.commands.map((command) => {
        const [argument] = command.registeredArguments;
        return {
            name: command.name(),
            description: command.description(),
            options: command.createHelp().visibleOptions(command).flatMap(optionWords),
            // An argument without choices is a file: commands have no others.
            ...(argument === undefined
                ? {}
                : {
                      argument:
                          argument.argChoices === undefined
                              ? { type: "file" as const }
                              : { type: "choices" as const, choices: argument.argChoices },
                  }),
        };
    });
}
