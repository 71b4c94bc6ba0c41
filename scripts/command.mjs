import { spawn } from "node:child_process";
import { Failure } from "./failure.mjs";

/**
 * Runs a program and resolves to what it printed. With `show`, it prints to our own output instead.
 * Fails with the last lines it wrote when it can't be started or ends badly.
 */
export async function run(program, args, { cwd, env = process.env, show = false } = {}) {
    const result = await attempt(program, args, { cwd, env, show });
    if (result.code === 0) {
        return result.stdout;
    }
    const told = `${result.stderr}\n${result.stdout}`.trim().split("\n").slice(-15).join("\n");
    throw new Failure(`${[program, ...args].join(" ")} failed: ${result.reason}${told === "" ? "" : `\n${told}`}`);
}

/** Runs a program to its end, whatever that is. */
export function attempt(program, args, { cwd, env = process.env, show = false } = {}) {
    return new Promise((resolve) => {
        const output = show ? "inherit" : "pipe";
        const child = spawn(program, args, { cwd, env, stdio: ["ignore", output, output] });
        const text = { stdout: "", stderr: "" };
        for (const name of show ? [] : ["stdout", "stderr"]) {
            child[name].setEncoding("utf8").on("data", (part) => (text[name] += part));
        }
        child.on("error", (error) => resolve({ code: 127, reason: error.message, ...text }));
        child.on("close", (code, signal) =>
            resolve({ code: code ?? 1, reason: signal ? `ended by ${signal}` : `exit code ${code}`, ...text }),
        );
    });
}
