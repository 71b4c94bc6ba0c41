import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Call {
    readonly fresh?: boolean;
    /** Give up at once. */
    readonly abort?: boolean;
    /** Move the provider's clock before this call. */
    readonly laterSeconds?: number;
}

/** Settings, and the token calls to make with them: an inner list is made at the same time. */
export interface Order {
    readonly config: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
    readonly processEnv?: Readonly<Record<string, string>>;
    readonly calls?: readonly (Call | readonly Call[])[];
}

export type Outcome =
    | { readonly token: string }
    | { readonly error: { readonly name: string; readonly message: string; readonly printed: string } };

export interface Report {
    readonly outcomes: readonly Outcome[];
    /** Settings and token source, as `inspect` and `JSON.stringify` print them. */
    readonly printed: string;
    readonly loadedBefore: boolean;
    readonly loadedAfter: boolean;
}

/** The provider's sign-in in a process of its own: trusted certificates and much of @azure/identity are per process. */
export interface Signer {
    run(order: Order): Promise<Report>;
    /** A folder that goes away with the signer. */
    readonly folder: string;
    /** All that the process wrote to stderr. */
    stderr(): string;
    close(): Promise<void>;
}

export function startSigner(options: { trust?: string; env?: Record<string, string> } = {}): Signer {
    const folder = mkdtempSync(join(tmpdir(), "intune-signer-"));
    const trusted = join(folder, "trusted.pem");
    writeFileSync(trusted, options.trust ?? "");
    const child: ChildProcessWithoutNullStreams = spawn(
        process.execPath,
        ["--import", "tsx", join(__dirname, "signerChild.ts")],
        {
            cwd: join(__dirname, "../.."),
            env: {
                PATH: process.env["PATH"],
                HOME: folder,
                ...(options.trust === undefined ? {} : { NODE_EXTRA_CA_CERTS: trusted }),
                ...options.env,
            },
        },
    );
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
        stderr += text;
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return {
        folder,
        stderr: () => stderr,
        async run(order) {
            child.stdin.write(`${JSON.stringify(order)}\n`);
            const line = await lines.next();
            if (line.done === true) {
                throw new Error(`the signer ended: ${stderr}`);
            }
            return JSON.parse(line.value) as Report;
        },
        async close() {
            const exited = child.exitCode === null ? once(child, "exit") : Promise.resolve();
            child.stdin.end();
            await exited;
            rmSync(folder, { recursive: true, force: true });
        },
    };
}

/** The token of a report's only call, or a failure that shows what came instead. */
export function tokensOf(report: Report): string[] {
    return report.outcomes.map((outcome) =>
        "token" in outcome ? outcome.token : `no token: ${outcome.error.message}`,
    );
}

export function messageOf(report: Report): string {
    const [outcome] = report.outcomes;
    return outcome !== undefined && "error" in outcome ? outcome.error.message : "no error";
}
