import type { CommandWords, OptionWords, Value } from "./words";

function quoted(text: string): string {
    return `'${text.replace(/[\\']/g, "\\$&")}'`;
}

function valueFlags(value: Value | undefined): string {
    switch (value?.type) {
        case undefined:
            return "-f";
        case "choices":
            return `-x -a ${quoted(value.choices.join(" "))}`;
        case "file":
            return "-r -F";
        case "folder":
            return "-x -a '(__fish_complete_directories)'";
        case "other":
            return "-x";
    }
}

function lines({ name, options, argument }: CommandWords): string[] {
    const on = `complete -c pulumi-intune -n '__fish_seen_subcommand_from ${name}'`;
    const option = ({ long, description, value }: OptionWords): string =>
        `${on} -l ${long.slice(2)} -d ${quoted(description)} ${valueFlags(value)}`;
    const own = argument === undefined ? [] : [`${on} ${argument.type === "choices" ? valueFlags(argument) : "-F"}`];
    return [...options.map(option), ...own];
}

/** A completion script for fish. */
export function fishScript(commands: readonly CommandWords[]): string {
    return [
        "# fish completion for pulumi-intune: pulumi-intune completion fish | source",
        "complete -c pulumi-intune -f",
        ...commands.map(
            ({ name, description }) =>
                `complete -c pulumi-intune -n '__fish_use_subcommand' -a ${name} -d ${quoted(description)}`,
        ),
        ...commands.flatMap(lines),
        "",
    ].join("\n");
}
