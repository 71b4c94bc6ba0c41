import { createRuns } from "../../provider/run";
import type { Session } from "../../provider/operations/session";

/** Performs something on the tenant that the environment names, as the provider reads it. Ctrl-C ends it at once. */
export async function onTenant<T>(action: (session: Session) => Promise<T>): Promise<T> {
    const ending = new AbortController();
    const end = (): void => {
        ending.abort(new Error("Interrupted: nothing was changed in the tenant."));
    };
    process.once("SIGINT", end).once("SIGTERM", end);
    try {
        return await createRuns(ending.signal)
            .of({ get: () => undefined })
            .perform(action);
    } finally {
        process.off("SIGINT", end).off("SIGTERM", end);
    }
}
