import { containsUnknown } from "../assignment/unknown";
import type { Session } from "../operations/session";
import type { Work } from "../operations/progress";
import type { Properties, ResourceHandler } from "./handler";

/** A handler that counts its work, so that a long run can say how far it is. */
export function withProgress(handler: ResourceHandler, workOf: (props: Properties) => Work): ResourceHandler {
    async function counted<T>(session: Session, props: Properties, action: () => Promise<T>): Promise<T> {
        const work = workOf(props);
        session.progress.begin(work);
        try {
            return await action();
        } finally {
            session.progress.end(work);
        }
    }
    return {
        ...handler,
        check(session, news) {
            const result = handler.check(session, news);
            if (result.failures.length === 0 && !containsUnknown(result.inputs)) {
                session.progress.plan(workOf(result.inputs));
            }
            return result;
        },
        async diff(session, olds, news) {
            const result = await handler.diff(session, olds, news);
            if (!result.changes && !containsUnknown(news)) {
                session.progress.drop(workOf(news));
            }
            return result;
        },
        create: (session, inputs) => counted(session, inputs, () => handler.create(session, inputs)),
        update: (session, id, olds, news) => counted(session, news, () => handler.update(session, id, olds, news)),
        delete: (session, props) => counted(session, props, () => handler.delete(session, props)),
    };
}
