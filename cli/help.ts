import { styleText } from "node:util";
import type { HelpConfiguration } from "commander";

/** How help looks. Commander drops the styles where output is no terminal, and under NO_COLOR. */
export const helpStyle: HelpConfiguration = {
    styleTitle: (text) => styleText("bold", text),
    styleCommandText: (text) => styleText("cyan", text),
    styleSubcommandText: (text) => styleText("cyan", text),
    styleOptionTerm: (text) => styleText("green", text),
    styleArgumentTerm: (text) => styleText("green", text),
};

/** Ends the help of the program itself. */
export const helpEnd = `
Exit codes: 0 done, 1 failed, 2 wrong usage, 3 something differs (compare).

Examples:
  pulumi-intune simulator --port 8080
  pulumi-intune export --format typescript --out intune
  pulumi-intune report --out report.html
  pulumi-intune help report`;
