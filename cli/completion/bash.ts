import type { CommandWords, Value } from "./words";

function reply(value: Value): string {
    switch (value.type) {
        case "choices":
            return `COMPREPLY=($(compgen -W $'${value.choices.join("\\n")}' -- "$cur"))`;
        case "file":
            return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`;
        case "folder":
            return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$cur"))`;
        case "other":
            return "COMPREPLY=()";
    }
}

function branches({ name, options, argument }: CommandWords): string[] {
    const values = options.flatMap(({ long, value }) =>
        value === undefined ? [] : [`        '${name} ${long}') ${reply(value)} ;;`],
    );
    const words = options.map(({ long }) => long).join("\\n");
    return [
        ...values,
        `        '${name} '*) if [[ "$cur" == -* ]]; then COMPREPLY=($(compgen -W $'${words}' -- "$cur")); ${argument === undefined ? "" : `else ${reply(argument)}; `}fi ;;`,
    ];
}

/** A completion script for bash 3.2 and newer. */
export function bashScript(commands: readonly CommandWords[]): string {
    const names = ["help", ...commands.map(({ name }) => name)].join(" ");
    return [
        "# bash completion for pulumi-intune: source <(pulumi-intune completion bash)",
        "_pulumi_intune() {",
        `    local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}"`,
        "    COMPREPLY=()",
        "    if [[ $COMP_CWORD -eq 1 ]]; then",
        `        COMPREPLY=($(compgen -W '${names} --help --version' -- "$cur"))`,
        "        return",
        "    fi",
        `    local IFS=$'\\n'`,
        `    case "\${COMP_WORDS[1]} $prev" in`,
        ...commands.flatMap(branches),
        "    esac",
        "}",
        "complete -F _pulumi_intune pulumi-intune",
        "",
    ].join("\n");
}
