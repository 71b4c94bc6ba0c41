import { writeFileSync } from "node:fs";
import { visible } from "./visible";

const reasons: Readonly<Record<string, string>> = {
    ENOENT: "its folder does not exist",
    ENOTDIR: "its folder is a file",
    EISDIR: "it is a folder",
    EACCES: "it may not be written",
    EPERM: "it may not be written",
    EROFS: "the disk may not be written",
    ENOSPC: "the disk is full",
};

/** Why a file could not be written, for people. */
export function writeFailure(path: string, error: unknown): Error {
    const { code = "", message } = error as NodeJS.ErrnoException;
    return new Error(`Write failed: ${path}: ${reasons[code] ?? message}.`, { cause: error });
}

/** Writes a result to a file. Errors: it can't be written, and why. */
export function writeResult(path: string, text: string): void {
    try {
        writeFileSync(path, text);
    } catch (error: unknown) {
        throw writeFailure(path, error);
    }
}

/** Tells what is not in a result, a line each, beside it. */
export function tellGaps(gaps: readonly string[], label = ""): void {
    gaps.forEach((line) => process.stderr.write(`${label}${visible(line)}\n`));
}

/** A reader that has seen enough, such as `head`, is no failure. */
export function allowClosedPipes(): void {
    for (const stream of [process.stdout, process.stderr]) {
        stream.on("error", (error: NodeJS.ErrnoException) => {
            if (error.code !== "EPIPE") {
                throw error;
            }
        });
    }
}
