import type { Policy } from "../assignment/policy";
import { GraphRequestError } from "../errors";
import { isNoRoute } from "../graph/failure";

/** The writes that a service may document and yet not have, by kind and by user or tenant scope. */
export type Verb = "post" | "delete" | "assign";

/** Only these are worth a first try of one write alone: no tenant is known to lack `assign`. */
const mayBeMissing: ReadonlySet<Verb> = new Set(["post", "delete"]);

/** What this process learnt about the service's routes. Only the service's own answer counts. */
export interface Routes {
    isAbsent(policy: Policy, verb: Verb): boolean;
    /**
     * Runs a write. While it is not known whether the route is there, one write goes first and the others wait for its
     * answer, so that a missing route costs one request and not one for each resource.
     */
    through<T>(policy: Policy, verb: Verb, write: () => Promise<T>): Promise<T>;
}

/** The service has no such route. Nothing was changed. */
export class NoRoute extends Error {
    constructor(
        readonly verb: Verb,
        readonly error: GraphRequestError,
    ) {
        super(error.message);
    }
}

function routeKey({ kind, userId }: Policy, verb: Verb): string {
    return `${userId === undefined ? "deviceManagement" : "users"}/${kind.collection}/${verb}`;
}

export function createRoutes(): Routes {
    const isThere = new Map<string, boolean>();
    const probes = new Map<string, Promise<unknown>>();
    const lastErrors = new Map<string, GraphRequestError>();

    async function run<T>(key: string, verb: Verb, write: () => Promise<T>): Promise<T> {
        try {
            const result = await write();
            isThere.set(key, true);
            return result;
        } catch (error: unknown) {
            if (!(error instanceof GraphRequestError)) {
                throw error;
            }
            if (isNoRoute(error.failure)) {
                isThere.set(key, false);
                lastErrors.set(key, error);
                throw new NoRoute(verb, error);
            }
            if (error.failure.status >= 400 && error.failure.status < 500) {
                isThere.set(key, true);
            }
            throw error;
        }
    }

    return {
        isAbsent: (policy, verb) => isThere.get(routeKey(policy, verb)) === false,
        async through(policy, verb, write) {
            const key = routeKey(policy, verb);
            while (mayBeMissing.has(verb) && isThere.get(key) === undefined) {
                const probe = probes.get(key);
                if (probe === undefined) {
                    const first = run(key, verb, write);
                    probes.set(
                        key,
                        first.catch(() => undefined).finally(() => probes.delete(key)),
                    );
                    return first;
                }
                await probe;
            }
            const absence = lastErrors.get(key);
            if (isThere.get(key) === false && absence) {
                throw new NoRoute(verb, absence);
            }
            return run(key, verb, write);
        },
    };
}
