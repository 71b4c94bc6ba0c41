/** `/simulator/*`: what another process does to the tenant by hand. Never counted, never throttled, no token. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { StoredRow } from "./assignmentRow";
import { isFamilyName } from "./families";
import type { FaultRule } from "./faults";
import type { Simulator } from "./options";
import { emptyTenant, type TenantState } from "./tenant";

interface Answer {
    readonly status: number;
    readonly body?: unknown;
}

type Control = (simulator: Simulator, body: unknown, rest: readonly string[]) => Answer;

const done: Answer = { status: 204 };
const wrong = (text: string): Answer => ({ status: 400, body: { error: text } });

function putAssignments(simulator: Simulator, body: unknown, [family, policyId]: readonly string[]): Answer {
    if (!isFamilyName(family) || policyId === undefined || !Array.isArray(body)) {
        return wrong("PUT /simulator/assignments/<family>/<policy id> with a list of rows as stored.");
    }
    if (simulator.tenant.policy(family, policyId) === undefined) {
        return { status: 404, body: { error: `There is no policy ${policyId} in ${family}.` } };
    }
    simulator.tenant.setAssignments(family, policyId, body as StoredRow[]);
    return done;
}

const controls: Readonly<Record<string, Control>> = {
    "GET state": (simulator) => ({ status: 200, body: simulator.tenant.toJSON() }),
    "PUT state": (simulator, body) => {
        simulator.tenant.fromJSON({ ...emptyTenant, ...(body as TenantState) });
        return done;
    },
    "PUT assignments": putAssignments,
    "GET requests": (simulator) => ({
        status: 200,
        body: { counts: simulator.counts(), requests: simulator.requests },
    }),
    "DELETE requests": (simulator) => {
        simulator.clearRequests();
        return done;
    },
    "POST faults": (simulator, body) => {
        simulator.fail(body as FaultRule);
        return done;
    },
    "DELETE faults": (simulator) => {
        simulator.clearFaults();
        return done;
    },
    "PUT mode": (simulator, body) => {
        if (body !== "service" && body !== "documented") {
            return wrong('The mode is "service" or "documented".');
        }
        simulator.mode = body;
        return done;
    },
    "PUT latency": (simulator, body) => {
        if (typeof body !== "number" || !(body >= 0)) {
            return wrong("The latency is a number of milliseconds.");
        }
        simulator.latencyMs = body;
        return done;
    },
};

function parse(text: string): unknown {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
}

/** Answers `/health` and `/simulator/*`. */
export async function handleControl(
    request: IncomingMessage,
    response: ServerResponse,
    simulator: Simulator,
    readBody: () => Promise<string>,
): Promise<void> {
    const [area, name = "", ...rest] =
        (request.url ?? "").split("?")[0]?.split("/").filter(Boolean).map(decodeURIComponent) ?? [];
    let answer: Answer;
    try {
        const control = controls[`${request.method ?? "GET"} ${name}`];
        // Pages in a browser can't reach this: they would send an origin.
        answer =
            area === "health"
                ? { status: 200, body: { status: "ok", mode: simulator.mode } }
                : request.headers.origin !== undefined
                  ? { status: 403, body: { error: "Not from a web page." } }
                  : control
                    ? control(simulator, parse(await readBody()), rest)
                    : { status: 404, body: { error: `Known here: ${Object.keys(controls).join(", ")}.` } };
    } catch (error: unknown) {
        answer = wrong((error as Error).message);
    }
    const hasBody = answer.body !== undefined;
    response.writeHead(answer.status, hasBody ? { "Content-Type": "application/json" } : {});
    response.end(hasBody ? JSON.stringify(answer.body) : "");
}
