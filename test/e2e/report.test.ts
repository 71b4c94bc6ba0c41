import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { realisticTenant, startSimulator } from "../../simulator";
import { startBrowser } from "../support/browser";
import {
    largeSnapshot,
    policy,
    row,
    sampleSnapshot,
    sampleStack,
    snapshot,
    snapshotId,
    to,
} from "../support/snapshots";

const root = resolve(__dirname, "../..");
const cli = join(root, "dist", "cli", "main.js");
/** The screenshots that docs/report.md shows; `PICTURES=docs` renews them there. */
const documented = ["top-wide-light", "list-wide-dark", "matrix-wide-light", "matrix-narrow-dark"];
const pictures = join(root, ".state", "pictures");

function picturePath(name: string): string {
    const isRenewed = process.env["PICTURES"] === "docs" && documented.includes(name);
    return join(isRenewed ? join(root, "docs", "report") : pictures, `${name}.png`);
}

const schemes = ["light", "dark"] as const;
const widths = { wide: 1_100, narrow: 390 };

describe("the report in a browser", () => {
    let browser: Browser;
    let folder: string;
    const file = (name: string): string => join(folder, name);

    function report(...args: readonly string[]): string {
        return execFileSync(process.execPath, [cli, "report", ...args], {
            encoding: "utf8",
            cwd: folder,
            stdio: "pipe",
        });
    }

    async function open(name: string, options: { width?: number; scheme?: "light" | "dark" } = {}): Promise<Page> {
        const { width = widths.wide, scheme = "light" } = options;
        const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: scheme });
        const troubles: string[] = [];
        page.on("console", (message) => troubles.push(message.text()));
        page.on("pageerror", (error) => troubles.push(error.message));
        page.on("dialog", (dialog) => {
            troubles.push(dialog.message());
            void dialog.dismiss();
        });
        page.on("request", (request) => {
            if (!request.url().startsWith("file:")) {
                troubles.push(request.url());
            }
        });
        await page.goto(pathToFileURL(file(name)).href);
        page.on("close", () => {
            assert.deepEqual(troubles, [], "the page complains, asks or loads something");
        });
        return page;
    }

    const shownRows = (page: Page): Promise<string[]> => page.locator("#list tbody th").allInnerTexts();

    before(async () => {
        browser = await startBrowser();
        folder = mkdtempSync(join(tmpdir(), "pulumi-intune-report-"));
        mkdirSync(pictures, { recursive: true });
        writeFileSync(file("sample.json"), JSON.stringify(sampleSnapshot()));
        writeFileSync(file("stack.json"), sampleStack());
        const group = ["--group", "Pilot ring"];
        report("--snapshot", "sample.json", "--stack", "stack.json", ...group, "--out", "sample.html");
    });
    after(async () => {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
    });

    it("shows numbers, drift, conflicts, the group and everything, and finds and sorts by keyboard", async () => {
        const page = await open("sample.html");
        const text = await page.locator("body").innerText();
        for (const expected of ["What Pilot ring gets", "filter differs", "contradiction", "9 of 9 policies match"]) {
            assert.ok(text.includes(expected), expected);
        }
        await page.keyboard.press("Tab");
        assert.equal(await page.locator(":focus").innerText(), "Skip to the policies");
        await page.locator("#query").focus();
        await page.keyboard.type("berlin corporate");
        assert.deepEqual(await shownRows(page), ["Wi-Fi Berlin"]);
        await page.locator("#query").fill("");
        await page.locator("th[data-sort=name] button").focus();
        await page.keyboard.press("Enter");
        await page.keyboard.press("Enter");
        assert.equal((await shownRows(page))[0], "Windows baseline");
        assert.equal(await page.locator("th[data-sort=name]").getAttribute("aria-sort"), "descending");
        await page.locator("#show").selectOption("drift");
        assert.deepEqual(await shownRows(page), ["Windows baseline", "Wi-Fi Berlin", "VPN, retired"]);
        await page.locator("[data-view=matrix]").click();
        const cells = await page.locator("#matrix tbody td:not(:empty) .hear").allTextContents();
        assert.ok(cells.includes("include, filter include Corporate devices, filter differs"), cells.join("; "));
        await page.close();
    });

    it("has no violation of accessibility rules, and pictures of its own, light and dark, wide and narrow", async () => {
        for (const scheme of schemes) {
            for (const [size, width] of Object.entries(widths)) {
                const page = await open("sample.html", { width, scheme });
                const shots: Buffer[] = [];
                for (const view of ["list", "matrix"]) {
                    await page.locator(`[data-view=${view}]`).click();
                    await page.evaluate(axe.source);
                    const found = await page.evaluate(async () => {
                        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
                        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
                    });
                    assert.deepEqual(found, [], `${scheme} ${size} ${view}`);
                    const path = picturePath(`${view}-${size}-${scheme}`);
                    shots.push(await page.locator("#policies").screenshot({ path }));
                    assert.ok(statSync(path).size < 150_000);
                }
                assert.notDeepEqual(shots[0], shots[1]);
                const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
                assert.ok(Number(overflow) <= 0, `the page is ${String(overflow)} px too wide: ${scheme} ${size}`);
                await page.close();
            }
        }
        const page = await open("sample.html", { width: widths.wide });
        await page.evaluate("scrollTo(0, 0)");
        await page.screenshot({ path: picturePath("top-wide-light") });
        await page.close();
    });

    it("prints all policies, of 1,000 that the screen shows 100 of, and opens and filters at once", async () => {
        writeFileSync(file("large.json"), JSON.stringify(largeSnapshot(1_000, 200)));
        const begun = performance.now();
        report("--snapshot", "large.json", "--out", "large.html");
        const made = performance.now() - begun;
        const size = statSync(file("large.html")).size;
        const opening = performance.now();
        const page = await open("large.html");
        const opened = performance.now() - opening;
        assert.equal((await shownRows(page)).length, 100);
        // From the event to the end of the layout that it causes, for list and matrix.
        const keystrokes = await page.evaluate<
            number[]
        >(`[...document.querySelectorAll("[data-view]")].flatMap((view) => {
            view.click();
            return ["d", "de", "department 17", "department 1", ""].map((text) => {
                const begun = performance.now();
                query.value = text;
                query.dispatchEvent(new Event("input"));
                document.body.getBoundingClientRect();
                return performance.now() - begun;
            });
        })`);
        const slowest = Math.max(...keystrokes);
        const facts = `made in ${made.toFixed()} ms, ${size} bytes, opened in ${opened.toFixed()} ms, slowest keystroke ${slowest.toFixed()} ms`;
        assert.ok(made < 3_000 && size < 2_000_000 && opened < 3_000 && slowest < 300, facts);
        if (process.env["PICTURES"] !== undefined) {
            process.stdout.write(`        ${facts}\n`);
        }
        await page.evaluate('dispatchEvent(new Event("beforeprint"))');
        assert.equal(await page.locator("#list tbody th").count(), 1_000);
        await page.close();
    });

    it("lets names from the tenant do nothing", async () => {
        const name = `</script><script>alert(1)</script><img src=x onerror=alert(2)>\u202Eevil`;
        const names = { [snapshotId.group(1)]: name };
        const tenant = snapshot([policy(1, name, [row(to.group(1))])], { groups: names, gaps: [name] });
        writeFileSync(file("hostile.json"), JSON.stringify(tenant));
        report("--snapshot", "hostile.json", "--group", snapshotId.group(1), "--out", "hostile.html");
        const page = await open("hostile.html");
        const shown = name.replace("\u202E", "\\u{202e}");
        assert.equal(await page.locator("#list tbody th bdi").innerText(), shown);
        await page.locator("[data-view=matrix]").click();
        assert.equal(await page.locator("#matrix tbody th").innerText(), shown);
        assert.equal(await page.locator("img, script:not([id]):not(:last-child)").count(), 0);
        await page.close();
    });

    it("is made from a tenant too, as a comment and as a picture, and says what the tenant does not tell", async () => {
        const simulator = await startSimulator({ state: realisticTenant() });
        try {
            const env = { ...process.env, INTUNE_ENDPOINT: simulator.url, INTUNE_ACCESS_TOKEN: "any" };
            const run = async (...args: readonly string[]): Promise<string> =>
                (await promisify(execFile)(process.execPath, [cli, "report", ...args], { env, cwd: folder })).stdout;
            const comment = await run("--format", "markdown", "--group", snapshotId.group(1), "--out", "-");
            assert.match(comment, /^### Intune assignments\n\n\*\*\d+ policies/);
            assert.match(comment, /What the group is nested in is unknown/);
            const byName = await run("--format", "markdown", "--group", "Sales", "--out", "-");
            assert.match(byName, /What Sales gets/);
            for (const from of [[], ["--snapshot", "sample.json"]]) {
                await assert.rejects(
                    run("--group", "Nobody's", ...from, "--out", "-"),
                    ({ code, stderr }: { code: number; stderr: string }) => {
                        assert.equal(code, 1);
                        assert.match(stderr, /^pulumi-intune: Lookup failed: group named "Nobody's": /);
                        return true;
                    },
                );
            }
            await run("--format", "svg", "--out", "picture.svg");
            const page = await browser.newPage();
            await page.goto(pathToFileURL(file("picture.svg")).href);
            assert.ok((await page.locator("path").count()) > 3);
            await page.close();
            assert.match(readFileSync(file("picture.svg"), "utf8"), /^<svg/);
        } finally {
            await simulator.close();
        }
    });
});
