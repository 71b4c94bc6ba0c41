import { PartialApplyError } from "../../provider/errors";
import type { Session } from "../../provider/operations/session";
import type { Properties, ResourceHandler } from "../../provider/resources/handler";

/** One resource of a program. */
export interface Declared {
    readonly handler: ResourceHandler;
    readonly inputs: Properties;
}

/** One resource of a stack's state. */
export interface Stored {
    readonly handler: ResourceHandler;
    readonly id: string;
    readonly outs: Properties;
}

export type Program = ReadonlyMap<string, Declared>;
export type State = Map<string, Stored>;

export interface Outcome {
    /** What a preview would have shown: `create a`, `update b`, `replace c`, `delete d`. */
    readonly steps: string[];
    readonly errors: unknown[];
}

interface Step {
    readonly label: string;
    readonly run: () => Promise<void>;
}

/**
 * Does with the handlers what the engine does in one run: diff each resource in turn, creates and updates together, then
 * deletes. With `apply` false it is a preview.
 */
export async function up(session: Session, program: Program, state: State, apply = true): Promise<Outcome> {
    const errors: unknown[] = [];
    const first: Step[] = [];
    const later: Step[] = [];

    async function create(name: string, { handler, inputs }: Declared): Promise<void> {
        try {
            const { id, outs } = await handler.create(session, inputs);
            state.set(name, { handler, id, outs });
        } catch (error: unknown) {
            record(name, handler, error);
            throw error;
        }
    }

    function record(name: string, handler: ResourceHandler, error: unknown): void {
        if (error instanceof PartialApplyError) {
            state.set(name, { handler, id: error.id, outs: error.properties });
        }
    }

    for (const [name, declared] of program) {
        const stored = state.get(name);
        if (stored === undefined) {
            first.push({ label: `create ${name}`, run: () => create(name, declared) });
            continue;
        }
        try {
            const diff = await declared.handler.diff(session, stored.outs, declared.inputs);
            if (diff.replaces.length > 0) {
                const remove = () => stored.handler.delete(session, stored.outs);
                if (diff.deleteBeforeReplace) {
                    first.push({
                        label: `replace ${name}`,
                        run: async () => {
                            await remove();
                            state.delete(name);
                            await create(name, declared);
                        },
                    });
                } else {
                    first.push({ label: `replace ${name}`, run: () => create(name, declared) });
                    later.push({ label: `delete replaced ${name}`, run: remove });
                }
            } else if (diff.changes) {
                first.push({
                    label: `update ${name}`,
                    run: async () => {
                        try {
                            const outs = await declared.handler.update(
                                session,
                                stored.id,
                                stored.outs,
                                declared.inputs,
                            );
                            state.set(name, { ...stored, outs });
                        } catch (error: unknown) {
                            record(name, stored.handler, error);
                            throw error;
                        }
                    },
                });
            }
        } catch (error: unknown) {
            errors.push(error);
        }
    }
    for (const [name, stored] of state) {
        if (!program.has(name)) {
            later.push({
                label: `delete ${name}`,
                run: async () => {
                    await stored.handler.delete(session, stored.outs);
                    state.delete(name);
                },
            });
        }
    }
    const steps = [...first, ...later].map(({ label }) => label);
    if (apply) {
        for (const group of [first, later]) {
            // A failed step ends the run, but what runs beside it goes on to its end.
            const ends = await Promise.allSettled(group.map(({ run }) => run()));
            errors.push(...ends.flatMap((end) => (end.status === "rejected" ? [end.reason as unknown] : [])));
            if (errors.length > 0) {
                break;
            }
        }
    }
    return { steps, errors };
}

/** `pulumi refresh`. */
export async function refresh(session: Session, state: State): Promise<void> {
    await Promise.all(
        [...state].map(async ([name, stored]) => {
            const read = await stored.handler.read(session, stored.id, stored.outs);
            if (read.id === "") {
                state.delete(name);
            } else {
                state.set(name, { ...stored, outs: read.props });
            }
        }),
    );
}
