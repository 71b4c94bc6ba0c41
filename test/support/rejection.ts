import assert from "node:assert/strict";
import { IntuneError } from "../../provider/errors";

/** The error a user would read: one of ours, on one line. Fails when there is none, or another. */
export async function rejection(promise: Promise<unknown>): Promise<IntuneError> {
    try {
        await promise;
    } catch (error: unknown) {
        assert.ok(IntuneError.isInstance(error), String(error));
        assert.equal(error.message.includes("\n"), false);
        return error;
    }
    throw new assert.AssertionError({ message: "it did not fail" });
}
