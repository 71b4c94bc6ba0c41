import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");
const folders = ["docs", "docs/resources", "examples/fleet", "examples/gitops"];

/** A code block of a page. */
export interface Block {
    readonly file: string;
    readonly language: string;
    readonly text: string;
}

/** The pages that tests hold, by their path in the repository. */
export function pages(): readonly string[] {
    return folders
        .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
        .filter((file) => file.endsWith(".md"));
}

export function textOf(file: string): string {
    return readFileSync(join(root, file), "utf8");
}

export function blocksOf(file: string): readonly Block[] {
    const fences = textOf(file).matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm);
    return [...fences].map(([, language = "", text = ""]) => ({ file, language, text }));
}

/** Links outside code blocks. */
export function linksOf(file: string): readonly string[] {
    const prose = textOf(file).replace(/^```[\s\S]*?^```$/gm, "");
    return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** What GitHub makes of a page's headings. */
export function anchorsOf(file: string): ReadonlySet<string> {
    const headings = textOf(file).matchAll(/^#+ (.+)$/gm);
    return new Set(
        [...headings].map(([, text = ""]) =>
            text
                .toLowerCase()
                .replace(/[^\p{L}\p{N} _-]/gu, "")
                .replaceAll(" ", "-"),
        ),
    );
}
