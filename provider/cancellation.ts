/** How a provider process hears that its run is to end. */
import { CancelledError } from "./errors";

interface DeserializedEmpty {
    deserializeBinary(bytes: Uint8Array): unknown;
}

/**
 * Pulumi's Node host answers the engine's `Cancel`, sent on the first Ctrl-C, without a word to the providers in it. Of the
 * requests it serves, only `Cancel` and the greeting before any provider is loaded carry an empty message, so the
 * decoding of one is the signal. The host's own copy of the message class counts, which is reached by its main module.
 */
function onCancelRequest(listener: () => void): void {
    const host = require.main;
    if (host === undefined || !/[\\/]dynamic-provider[\\/]/.test(host.filename)) {
        return;
    }
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
function onEngineGone(listener: () => void): void {
    const { stdin } = process;
    stdin.on("end", listener).on("error", listener).resume();
    // Listening alone keeps no process alive. A file has no such method, and ends at once: it is nobody's engine.
    if ("unref" in stdin) {
        stdin.unref();
    }
}

/** Aborts when the user interrupts the run, or when the engine that asked for it is gone. */
export function watchEngine(): AbortSignal {
    const controller = new AbortController();
    const cancel = (): void => {
        controller.abort(new CancelledError());
    };
    onCancelRequest(cancel);
    if (!process.stdin.isTTY && require.main?.filename.includes("dynamic-provider") === true) {
        onEngineGone(cancel);
    }
    return controller.signal;
}
