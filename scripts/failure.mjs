import { realpathSync } from "node:fs";

/** A failure whose message is for the user: it is printed alone, without a stack. */
export class Failure extends Error {
    name = "Failure";
}

const oldestNode = 20;

/** Runs a script: a Failure becomes one message and exit code 1, anything else keeps its stack. */
export async function main(script) {
    try {
        if (Number(process.versions.node.split(".")[0]) < oldestNode) {
            throw new Failure(`Node ${process.versions.node} is too old. Install Node ${oldestNode} or newer.`);
        }
        await script();
    } catch (error) {
        console.error(error instanceof Failure ? error.message : error);
        process.exitCode = 1;
    }
}

/** True where the module was started as a script, not imported. */
export function isMain(meta) {
    return process.argv[1] !== undefined && meta.filename === realpathSync(process.argv[1]);
}
