/** How a provider process hears that its run is to end. */
import { fstatSync } from "node:fs";
import { CancelledError } from "./errors";

function isDynamicHost(main: NodeJS.Module | undefined): main is NodeJS.Module {
    return main !== undefined && /[\\/]dynamic-provider[\\/]/.test(main.filename);
}

interface DeserializedEmpty {
    deserializeBinary(bytes: Uint8Array): unknown;
}

/**
 * Pulumi's Node host answers the engine's `Cancel`, sent on the first Ctrl-C, without a word to the providers in it. Of the
 * requests it serves, only `Cancel` and the greeting before any provider is loaded carry an empty message, so the
 * decoding of one is the signal. The host's own copy of the message class counts, which is reached by its main module.
 */
function onCancelRequest(host: NodeJS.Module, listener: () => void): void {
    try {
        const { Empty } = host.require("google-protobuf/google/protobuf/empty_pb") as { Empty: DeserializedEmpty };
        const decode = Empty.deserializeBinary.bind(Empty);
        Empty.deserializeBinary = (bytes) => {
            listener();
            return decode(bytes);
        };
    } catch {
        // Another host than the one known: then a run ends at the second Ctrl-C, by the engine's hand.
    }
}

/** The engine holds the other end of our standard input, and writes nothing to it: its end is the engine's. */
export function onEngineGone(listener: () => void): void {
    const input = fstatSync(0);
    // Anything else, such as a closed input, says nothing about the engine.
    if (input.isFIFO() || input.isSocket()) {
        process.stdin.on("end", listener).on("error", listener).resume();
        // Listening keeps no process alive.
        process.stdin.unref();
    }
}

/** Aborts when the user interrupts the run, or when the engine that asked for it is gone. */
export function watchEngine(): AbortSignal {
    const controller = new AbortController();
    const cancel = (): void => {
        controller.abort(new CancelledError());
    };
    const host = require.main;
    if (isDynamicHost(host)) {
        onCancelRequest(host, cancel);
        onEngineGone(cancel);
    }
    return controller.signal;
}
