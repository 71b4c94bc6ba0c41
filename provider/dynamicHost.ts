import type { Failure } from "./assignment/validate";
import { watchEngine } from "./cancellation";
import { IntuneError, PartialApplyError } from "./errors";
import type { Session } from "./operations/session";
import { checkResource } from "./resources/check";
import type { Properties, ResourceHandler } from "./resources/handler";
import { createRuns, type ConfigReader, type Run } from "./run";

/** What Pulumi's Node host for dynamic providers calls. */
export interface DynamicHandler {
    configure(request: { readonly config: ConfigReader }): Promise<void>;
    check(olds: Properties, news: Properties): Promise<{ inputs: Record<string, unknown>; failures: Failure[] }>;
    diff(
        id: string,
        olds: Properties,
        news: Properties,
    ): Promise<{ changes: boolean; replaces: string[]; deleteBeforeReplace: boolean }>;
    create(inputs: Properties): Promise<{ id: string; outs: Record<string, unknown> }>;
    read(
        id: string,
        props: Properties,
    ): Promise<{ id: string; props: Record<string, unknown>; inputs: Record<string, unknown> }>;
    update(id: string, olds: Properties, news: Properties): Promise<{ outs: Record<string, unknown> }>;
    delete(id: string, props: Properties): Promise<void>;
}

/** The host's own property; never part of a resource's arguments. */
function withoutProvider(props: Properties): Properties {
    return Object.fromEntries(Object.entries(props).filter(([key]) => key !== "__provider"));
}

/**
 * For some verbs the host prints `${error}: ${error.stack}` beside the error that the engine shows with the resource. A
 * user's mistake gets no trace, and its message is told once.
 */
function withoutTrace(error: IntuneError): Error {
    const told = new Error(error.message);
    Object.defineProperty(told, "stack", { value: "failed, see the error of the resource" });
    Object.defineProperty(told, "toString", { value: () => "intune" });
    if (error instanceof PartialApplyError) {
        return Object.assign(told, { id: error.id, properties: error.properties, reasons: [...error.reasons] });
    }
    return told;
}

async function perform<T>(run: Run, operation: (session: Session) => Promise<T>): Promise<T> {
    try {
        return await run.perform(operation);
    } catch (error: unknown) {
        throw IntuneError.isInstance(error) ? withoutTrace(error) : error;
    }
}

const runs = createRuns(watchEngine());

/** Adapts a resource's handler to the dynamic-provider host. All handlers of one process share one run. */
export function dynamicHandler(handler: ResourceHandler): DynamicHandler {
    let run: Run | undefined;
    const current = (): Run => (run ??= runs.of({ get: () => undefined }));

    return {
        // The host lets other calls in before this promise is awaited, so all of it happens at once.
        configure({ config }) {
            run = runs.of(config);
            return Promise.resolve();
        },
        check: (_olds, news) =>
            perform(current(), (session) => {
                const { inputs, failures } = checkResource(handler, session, withoutProvider(news));
                return Promise.resolve({ inputs, failures: [...failures] });
            }),
        diff: (_id, olds, news) =>
            perform(current(), async (session) => {
                const { changes, replaces, deleteBeforeReplace, drift } = await handler.diff(
                    session,
                    withoutProvider(olds),
                    withoutProvider(news),
                );
                drift.forEach((line) => {
                    session.deps.log.warn(line);
                });
                return { changes, replaces: [...replaces], deleteBeforeReplace };
            }),
        create: (inputs) => perform(current(), (session) => handler.create(session, withoutProvider(inputs))),
        read: (id, props) => perform(current(), (session) => handler.read(session, id, withoutProvider(props))),
        update: (id, olds, news) =>
            perform(current(), async (session) => ({
                outs: await handler.update(session, id, withoutProvider(olds), withoutProvider(news)),
            })),
        delete: (_id, props) => perform(current(), (session) => handler.delete(session, withoutProvider(props))),
    };
}
