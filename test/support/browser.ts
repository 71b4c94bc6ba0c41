import { spawnSync } from "node:child_process";
import { chromium, type Browser } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome"];

/** A browser of this machine. Errors: there is none; the message tells how to install one. */
export async function startBrowser(): Promise<Browser> {
    const found = names
        .map((name) => spawnSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).stdout.trim())
        .find((path) => path !== "");
    const executablePath = process.env["CHROME_PATH"] ?? found;
    if (executablePath === undefined) {
        throw new Error(
            `The report's tests need a browser: none of ${names.join(", ")} is on PATH. On Debian or Ubuntu: apt-get install chromium. A browser elsewhere: CHROME_PATH=<its file>.`,
        );
    }
    // Chromium's sandbox does not start as root, as which containers run; the pages are our own.
    return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
}
