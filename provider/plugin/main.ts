#!/usr/bin/env node
/** `pulumi-resource-intune`: the engine starts it with its own address and reads the port from the first line. */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { onEngineGone } from "../cancellation";
import { createEngineLog } from "./engineLog";
import { createService } from "./service";

/** As large as the engine sends and takes. */
const largestMessage = 400 * 1024 * 1024;

function main(args: readonly string[]): void {
    const engine = args.findLast((arg) => !arg.startsWith("-"));
    const log = createEngineLog(engine, process.env);
    const service = createService(log);
    const server = new Server({
        "grpc.max_send_message_length": largestMessage,
        "grpc.max_receive_message_length": largestMessage,
    });
    server.addService(ResourceProviderService, service.methods);
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error) {
            process.stderr.write(`pulumi-resource-intune: can't listen on 127.0.0.1: ${error.message}\n`);
            process.exitCode = 1;
            return;
        }
        process.stdout.write(`${String(port)}\n`);
    });
    // Other requests must not end with the one whose mistake this is.
    for (const mistake of ["uncaughtException", "unhandledRejection"]) {
        process.on(mistake, (error: unknown) => {
            log.warn(`a mistake in pulumi-intune itself: ${error instanceof Error ? error.message : String(error)}`);
        });
    }
    if (engine !== undefined) {
        onEngineGone(() => {
            service.cancel();
            process.exit(0);
        });
    }
}

main(process.argv.slice(2));
