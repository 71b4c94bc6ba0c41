// The pages of docs/ as a static site: npm run docs.
import { posix } from "node:path";
import { defineConfig, type MarkdownOptions } from "vitepress";

const page = (text: string, link: string) => ({ text, link: `/${link}` });

/** Links to files of the repository that are no pages stay as words: a site can't serve them. */
const withoutOutside: MarkdownOptions["config"] = (md) => {
    md.core.ruler.before("linkify", "outside", ({ tokens, env }) => {
        const folder = posix.dirname(String((env as { relativePath?: string }).relativePath));
        const isOutside = (href: string): boolean =>
            !/^\w+:|^#/.test(href) && posix.normalize(posix.join(folder, href)).startsWith("..");
        for (const { children } of tokens) {
            let isOpen = false;
            for (const token of children ?? []) {
                if (token.type === "link_open" && isOutside(token.attrGet("href") ?? "")) {
                    isOpen = true;
                } else if (!isOpen || token.type !== "link_close") {
                    continue;
                }
                isOpen = token.type === "link_open";
                token.type = isOpen ? "em_open" : "em_close";
                token.tag = "em";
                token.attrs = null;
            }
        }
    });
};

export default defineConfig({
    title: "pulumi-intune",
    description: "Who gets which Microsoft Intune policy, as code",
    // Works from any folder of a server.
    base: process.env.DOCS_BASE ?? "/",
    outDir: "../.state/site",
    cacheDir: "../.state/vitepress",
    rewrites: { "README.md": "index.md", "resources/README.md": "resources/index.md" },
    // Data beside the pages; test/unit/docs.test.ts checks all links.
    ignoreDeadLinks: [/\.json$/],
    markdown: { config: withoutOutside },
    themeConfig: {
        search: { provider: "local" },
        outline: [2, 3],
        sidebar: [
            {
                text: "Begin",
                items: [
                    page("Getting started", "getting-started"),
                    page("Signing in", "authentication"),
                    page("Permissions", "permissions"),
                    page("Moving a tenant into code", "moving-in"),
                ],
            },
            {
                text: "Use",
                items: [
                    page("Resources", "resources/"),
                    page("Names instead of ids", "lookups"),
                    page("Every language, import", "plugin"),
                    page("Drift", "drift"),
                    page("Rules for pull requests", "policies"),
                    page("Reports", "report"),
                    page("Command line", "cli"),
                    page("Dividing a tenant", "dividing-a-tenant"),
                ],
            },
            {
                text: "Know",
                items: [
                    page("Limits", "limits"),
                    page("Reliability", "reliability"),
                    page("The fast lane", "fast-lane"),
                    page("Measurements", "bench"),
                    page("Troubleshooting", "troubleshooting"),
                    page("Architecture", "architecture"),
                ],
            },
        ],
    },
});
