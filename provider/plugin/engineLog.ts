import { AsyncLocalStorage } from "node:async_hooks";
import { credentials } from "@grpc/grpc-js";
import { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
import { stderrLog, type Log } from "../deps";

/** The log of a plugin: the engine shows each line with the resource it was written for. */
export interface EngineLog extends Log {
    /** Everything that `action` logs belongs to the resource. Resolves when the engine has it all. */
    during<T>(urn: string, action: () => Promise<T>): Promise<T>;
}

const severities = { info: LogSeverity.INFO, warn: LogSeverity.WARNING } as const;

/** Without an engine, as when a test or a debugger starts the plugin, lines go to stderr. */
export function createEngineLog(address: string | undefined, env: Record<string, string | undefined>): EngineLog {
    const urns = new AsyncLocalStorage<string>();
    const stderr = stderrLog(env);
    const sending = new Set<Promise<void>>();
    let engine: EngineClient | undefined;

    function send(to: string, severity: LogSeverity, line: string): void {
        const request = new LogRequest();
        request.setSeverity(severity);
        request.setMessage(line);
        request.setUrn(urns.getStore() ?? "");
        const client = (engine ??= new EngineClient(to, credentials.createInsecure()));
        const sent = new Promise<void>((resolve) => {
            client.log(request, (error) => {
                if (error) {
                    stderr.info(line);
                }
                resolve();
            });
        });
        sending.add(sent);
        void sent.then(() => sending.delete(sent));
    }

    const write =
        (level: "info" | "warn") =>
        (line: string): void => {
            if (address === undefined) {
                stderr[level](line);
            } else {
                send(address, severities[level], line);
            }
        };
    const info = write("info");
    return {
        info,
        warn: write("warn"),
        // Whoever asks for it wants to see it, also without the engine's own debug output.
        debug: env["INTUNE_LOG"] === "debug" ? info : () => undefined,
        during: (urn, action) =>
            urns.run(urn, async () => {
                try {
                    return await action();
                } finally {
                    await Promise.all(sending);
                }
            }),
    };
}
