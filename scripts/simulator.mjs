// Starts and stops the local Graph that the quickstart runs against, as a process of its own.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./checkout.mjs";
import { Failure } from "./failure.mjs";

const startTimeoutMs = 15_000;

const noteIn = (home) => join(home, "simulator.json");

function readNote(home) {
    try {
        return JSON.parse(readFileSync(noteIn(home), "utf8"));
    } catch {
        return undefined;
    }
}

async function answers(url) {
    try {
        return (await fetch(url, { signal: AbortSignal.timeout(3_000) })).ok;
    } catch {
        return false;
    }
}

/** The simulator noted in `home` if it still runs. */
export async function findSimulator(home) {
    const note = readNote(home);
    return note !== undefined && (await answers(note.url)) ? note : undefined;
}

/** Finds the simulator, or starts one with the tenant it was stopped with. */
export async function ensureSimulator(home) {
    return (await findSimulator(home)) ?? start(home);
}

async function start(home) {
    mkdirSync(home, { recursive: true });
    const logFile = join(home, "simulator.log");
    const log = openSync(logFile, "w");
    const port = new URL(readNote(home)?.url ?? "http://127.0.0.1:0").port;
    const args = [
        join(root, "dist", "cli", "main.js"),
        "simulator",
        "--port",
        port || "0",
        "--state",
        join(home, "tenant.json"),
    ];
    const child = spawn(process.execPath, args, { cwd: root, detached: true, stdio: ["ignore", log, log] });
    closeSync(log);
    let ended = false;
    child.once("exit", () => (ended = true));
    child.once("error", () => (ended = true));
    const deadline = Date.now() + startTimeoutMs;
    while (!ended && Date.now() < deadline) {
        const url = readFileSync(logFile, "utf8").match(/http:\/\/[^\s]+/)?.[0];
        if (url !== undefined && (await answers(url))) {
            const note = { url, pid: child.pid };
            writeFileSync(noteIn(home), JSON.stringify(note));
            child.unref();
            return note;
        }
        await sleep(50);
    }
    child.kill();
    throw new Failure(`The simulator did not start:\n${readFileSync(logFile, "utf8").trim()}`);
}

/** Stops the simulator noted in `home`. Whatever else runs under its process id by now is left alone. */
export async function stopSimulator(home) {
    const note = await findSimulator(home);
    rmSync(noteIn(home), { force: true });
    if (note === undefined) {
        return false;
    }
    process.kill(note.pid, "SIGTERM");
    for (let tries = 0; tries < 100 && (await answers(note.url)); tries++) {
        await sleep(50);
    }
    return true;
}
