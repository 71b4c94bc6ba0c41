import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { build } from "./build.mjs";
import { root } from "./checkout.mjs";
import { attempt, run } from "./command.mjs";
import { ensureInstalled } from "./install.mjs";
import { engineEnvironment, ensurePulumi } from "./pulumi-cli.mjs";
import { ensureSimulator } from "./simulator.mjs";

export const stack = "quickstart";

/** All that `npm run up` leaves behind: the stack's state and settings, the simulator's tenant, its log. */
export const home = join(root, ".state", "quickstart");

/** A token that says what it is: the simulator takes any. */
const token = "local-simulator";

/** True once `npm run up` has made its stack, until `npm run down`. */
export function hasStack() {
    return existsSync(join(home, "backend", ".pulumi", "stacks", "intune-quickstart", `${stack}.json`));
}

/** Gets all that the example needs, starts the simulator, and resolves to ways to it and to the engine. */
export async function openQuickstart() {
    await ensureInstalled();
    await build();
    const bin = await ensurePulumi();
    mkdirSync(home, { recursive: true });
    const simulator = await ensureSimulator(home);
    const env = { ...engineEnvironment({ bin, home }), NO_COLOR: process.env.NO_COLOR };
    const pulumi = join(bin, "pulumi");
    await ensureStack(pulumi, env);
    const settings = { "intune:endpoint": simulator.url, "intune:accessToken": token, "intune:pacing": "off" };
    const plain = Object.entries(settings).flatMap(([key, value]) => ["--plaintext", `${key}=${value}`]);
    await run(pulumi, ["config", "set-all", "--stack", stack, ...plain], { cwd: root, env });
    return {
        simulator,
        token,
        /** Runs the engine on the example, its output to ours; resolves to the exit code. */
        pulumi: async (...args) => (await attempt(pulumi, args, { cwd: root, env, show: true })).code,
        /** Runs the engine and resolves to what it printed. */
        ask: (...args) => run(pulumi, args, { cwd: root, env }),
    };
}

async function ensureStack(pulumi, env) {
    const args = ["stack", "select", "--create", stack];
    await run(pulumi, args, { cwd: root, env });
}
