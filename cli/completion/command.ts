import { Argument, type Command } from "commander";
import { bashScript } from "./bash";
import { fishScript } from "./fish";
import { completionWords } from "./words";
import { zshScript } from "./zsh";

const scripts = { bash: bashScript, fish: fishScript, zsh: zshScript } as const;

/** `pulumi-intune completion`: a script that lets a shell complete commands, options and their values. */
export function addCompletion(program: Command): void {
    program
        .command("completion")
        .description("print a script that lets a shell complete commands, options and their values")
        .addArgument(new Argument("<shell>", "the shell").choices(Object.keys(scripts)))
        .addHelpText(
            "after",
            `\nExamples:\n  echo 'source <(pulumi-intune completion bash)' >> ~/.bashrc\n  echo 'source <(pulumi-intune completion zsh)' >> ~/.zshrc\n  pulumi-intune completion fish > ~/.config/fish/completions/pulumi-intune.fish`,
        )
        .action((shell: keyof typeof scripts) => {
            process.stdout.write(scripts[shell](completionWords(program)));
        });
}
