import type { Session } from "../operations/session";
import { requireCredentials } from "../settings";
import type { CheckResult, Properties, ResourceHandler } from "./handler";

/** A resource's arguments judged, and the lack of credentials told before the first of them is due. */
export function checkResource(handler: ResourceHandler, session: Session, news: Properties): CheckResult {
    const result = handler.check(session, news);
    if (result.failures.length === 0 && session.settings.liveDiff) {
        requireCredentials(session.settings);
    }
    return result;
}
