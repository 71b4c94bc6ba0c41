/** The CLI that is downloaded or built where none is installed. Raise it together with the modules beside this file. */
export const version = "3.220.0";

/** What an installed CLI must have: the first release that was tried with this package. */
export const oldestVersion = "3.150.0";

/** Programs of one CLI folder: the engine, its host for Node programs, its host for dynamic providers. */
export const programs = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

/** Language hosts that the CLI's archives hold and the build makes apart, each with the programs that belong to it. */
export const languageHosts = {
    yaml: ["pulumi-language-yaml"],
    python: ["pulumi-language-python", "pulumi-language-python-exec"],
};

/** SHA-256 of Pulumi's archives, as Pulumi's own Homebrew formula of that version lists them. */
export const archives = {
    "linux-x64": "6f00c595e0c35821cd31903d7bb328a11c3c4bdad7acd59403fbb14cfcad45ff",
    "linux-arm64": "2600ee0f43d8cc3756d5ba96c31864f9b246961bb7f6d8ae467ed8c270c4f66b",
    "darwin-x64": "21bb2c9bdbf560cdee07c205b808b3b904159837eed6b24552c958f7b3129eee",
    "darwin-arm64": "4b2e9da6f2ee17d2e8173942df16b49c1fa3be05a1aac2855e373d4ca9a75b5e",
};
