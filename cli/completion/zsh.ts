import type { CommandWords, Value } from "./words";

/** A text in single quotes, where brackets and colons have a meaning to `_arguments`. */
function quoted(text: string): string {
    return text.replace(/[[\]:\\]/g, "\\$&").replace(/'/g, "'\\''");
}

const actions = { file: "_files", folder: "_files -/", other: " " };

function action(value: Value): string {
    return `:value:${value.type === "choices" ? `(${value.choices.join(" ")})` : actions[value.type]}`;
}

function branch({ name, options, argument }: CommandWords): string {
    const specs = options.map(
        ({ long, description, value }) =>
            `'${long}[${quoted(description)}]${value === undefined ? "" : action(value)}'`,
    );
    const rest = argument === undefined ? [] : [`'*${action(argument)}'`];
    return `        ${name}) _arguments ${[...specs, ...rest].join(" ")} ;;`;
}

/** A completion script for zsh. */
export function zshScript(commands: readonly CommandWords[]): string {
    return [
        "#compdef pulumi-intune",
        "# zsh completion for pulumi-intune: source <(pulumi-intune completion zsh)",
        "_pulumi_intune() {",
        "    if (( CURRENT == 2 )); then",
        "        local -a commands=(",
        ...commands.map(({ name, description }) => `            '${name}:${quoted(description)}'`),
        "        )",
        "        _describe command commands",
        "        return",
        "    fi",
        "    local command=$words[2]",
        "    shift words",
        "    (( CURRENT -= 1 ))",
        "    case $command in",
        ...commands.map(branch),
        "    esac",
        "}",
        "compdef _pulumi_intune pulumi-intune",
        "",
    ].join("\n");
}
