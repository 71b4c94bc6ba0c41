import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 250;
/** An owner that is alive refreshes its lock far more often than this. */
const abandonedAfterMs = 20_000;

function take(folder) {
    try {
        mkdirSync(folder);
        return true;
    } catch (error) {
        if (error.code !== "EEXIST") {
            throw error;
        }
        return false;
    }
}

/** Only one of several waiting processes wins the rename. */
function clearAbandoned(folder) {
    try {
        if (Date.now() - statSync(folder).mtimeMs > abandonedAfterMs) {
            const grave = `${folder}.${process.pid}`;
            renameSync(folder, grave);
            rmSync(grave, { recursive: true, force: true });
        }
    } catch {
        // Somebody else was faster.
    }
}

/** Runs `action` while no other process runs one under the same lock folder. */
export async function withLock(folder, action, onWait = () => {}) {
    mkdirSync(dirname(folder), { recursive: true });
    for (let waits = 0; !take(folder); waits++) {
        if (waits === 1) {
            onWait();
        }
        clearAbandoned(folder);
        await sleep(pollMs);
    }
    const heartbeat = setInterval(() => {
        const now = new Date();
        utimesSync(folder, now, now);
    }, abandonedAfterMs / 10);
    heartbeat.unref();
    try {
        return await action();
    } finally {
        clearInterval(heartbeat);
        rmSync(folder, { recursive: true, force: true });
    }
}
