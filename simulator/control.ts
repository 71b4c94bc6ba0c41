/**
 * `/simulator/*`: what another process does to the tenant by hand, and `/health`. JSON in and out; never counted, never
 * throttled, no token. simulator/README.md has a curl line for each.
 *
 *     GET, PUT          /simulator/state                            the whole tenant
 *     GET, PUT          /simulator/assignments/{family}/{policy}    its rows as stored; in a PUT `target` is enough
 *     POST              /simulator/policies/{family}                {displayName, id?, type?, platform?, priority?}
 *     DELETE            /simulator/policies/{family}/{policy}
 *     POST              /simulator/groups                           {displayName, id?}
 *     DELETE            /simulator/groups/{group}
 *     POST              /simulator/filters                          {displayName, id?, platform?}
 *     DELETE            /simulator/filters/{filter}
 *     GET, DELETE       /simulator/requests                         what arrived, and counts
 *     POST, DELETE      /simulator/faults                           a fault rule
 *     PUT               /simulator/mode                             "service" or "documented"
 *     PUT               /simulator/latency                          milliseconds
 *     GET               /simulator/approvals                        changes that wait for a second administrator
 *     POST              /simulator/approvals/{code}                 approves one
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { isFamilyName, familyNames, type FamilyName } from "./families";
import { readFaultRule } from "./faultRule";
import { decode } from "./graphRequest";
import { readBody } from "./incoming";
import type { Simulator } from "./options";
import { readRows, readTenantState } from "./tenantState";

interface Answer {
    readonly status: number;
    readonly body?: unknown;
}

type Control = (simulator: Simulator, body: unknown, ids: readonly string[]) => Answer;

const done: Answer = { status: 204 };

function found(body: unknown, status = 200): Answer {
    return { status, body };
}

/** What the caller did wrong, as one line. */
class ControlError extends Error {
    constructor(
        readonly status: number,
        message: string,
    ) {
        super(message);
    }
}

function familyIn(ids: readonly string[]): FamilyName {
    const [family] = ids;
    if (!isFamilyName(family)) {
        throw new ControlError(404, `There is no family ${family ?? ""}: known are ${familyNames.join(", ")}.`);
    }
    return family;
}

function policyIn(simulator: Simulator, ids: readonly string[]): { family: FamilyName; policyId: string } {
    const family = familyIn(ids);
    const policy = simulator.tenant.policy(family, ids[1] ?? "");
    if (policy === undefined) {
        throw new ControlError(404, `There is no policy ${ids[1] ?? ""} in ${family}.`);
    }
    return { family, policyId: policy.id };
}

/** The object of a POST, whose name is needed and whose texts are texts. */
function named(body: unknown): { displayName: string; id?: string } {
    const { displayName, id } = (body ?? {}) as { displayName?: unknown; id?: unknown };
    if (typeof displayName !== "string" || (id !== undefined && typeof id !== "string")) {
        throw new ControlError(400, 'Send {"displayName": "..."}; an id is a text.');
    }
    return body as { displayName: string; id?: string };
}

const controls: Readonly<Record<string, Control>> = {
    "GET state": ({ tenant }) => found(tenant.toJSON()),
    "PUT state": ({ tenant }, body) => {
        tenant.fromJSON(readTenantState(body));
        return done;
    },
    "GET assignments/*/*": (simulator, _body, ids) => {
        const { family, policyId } = policyIn(simulator, ids);
        return found(simulator.tenant.assignments(family, policyId));
    },
    "PUT assignments/*/*": (simulator, body, ids) => {
        const { family, policyId } = policyIn(simulator, ids);
        simulator.tenant.setAssignments(family, policyId, readRows(family, policyId, body, "The body"));
        return done;
    },
    "POST policies/*": ({ tenant }, body, ids) => {
        const { displayName, ...rest } = named(body);
        return found(tenant.addPolicy(familyIn(ids), { displayName, ...rest }), 201);
    },
    "DELETE policies/*/*": (simulator, _body, ids) => {
        const { family, policyId } = policyIn(simulator, ids);
        simulator.tenant.removePolicy(family, policyId);
        return done;
    },
    "POST groups": ({ tenant }, body) => found(tenant.addGroup(named(body)), 201),
    "DELETE groups/*": ({ tenant }, _body, [id = ""]) => {
        tenant.removeGroup(id);
        return done;
    },
    "POST filters": ({ tenant }, body) => found(tenant.addFilter(named(body)), 201),
    "DELETE filters/*": ({ tenant }, _body, [id = ""]) => {
        tenant.removeFilter(id);
        return done;
    },
    "GET requests": (simulator) => found({ counts: simulator.counts(), requests: simulator.requests }),
    "DELETE requests": (simulator) => {
        simulator.clearRequests();
        return done;
    },
    "POST faults": (simulator, body) => {
        const rule = readFaultRule(body);
        if (typeof rule === "string") {
            throw new ControlError(400, rule);
        }
        simulator.fail(rule);
        return done;
    },
    "DELETE faults": (simulator) => {
        simulator.clearFaults();
        return done;
    },
    "PUT mode": (simulator, body) => {
        if (body !== "service" && body !== "documented") {
            throw new ControlError(400, 'The mode is "service" or "documented".');
        }
        simulator.mode = body;
        return done;
    },
    "PUT latency": (simulator, body) => {
        if (typeof body !== "number" || !(body >= 0)) {
            throw new ControlError(400, "The latency is a number of milliseconds.");
        }
        simulator.latencyMs = body;
        return done;
    },
    "GET approvals": (simulator) => found(simulator.approvals()),
    "POST approvals/*": (simulator, _body, [code = ""]) => {
        if (!simulator.approve(code)) {
            throw new ControlError(404, `Nothing waits for approval with code ${code}.`);
        }
        return done;
    },
};

export function isControlPath(path: string): boolean {
    return path === "/health" || path.startsWith("/simulator/");
}

function find(method: string, segments: readonly string[]): { control: Control; ids: string[] } | undefined {
    for (const [key, control] of Object.entries(controls)) {
        const [wantedMethod, path = ""] = key.split(" ");
        const parts = path.split("/");
        if (
            method === wantedMethod &&
            parts.length === segments.length &&
            parts.every((part, at) => part === "*" || part === segments[at])
        ) {
            return { control, ids: segments.filter((_segment, at) => parts[at] === "*") };
        }
    }
    return undefined;
}

const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

async function answer(request: IncomingMessage, simulator: Simulator): Promise<Answer> {
    const { headers, method = "GET", url = "" } = request;
    const [area, ...segments] = (url.split("?")[0] ?? "").split("/").filter(Boolean).map(decode);
    if (area === "health") {
        return found({ status: "ok", mode: simulator.mode });
    }
    // A page in a browser sends an origin, or a host of its own that leads here.
    if (headers.origin !== undefined || !loopback.test(headers.host ?? "")) {
        throw new ControlError(403, "This is for programs on this machine, not for web pages.");
    }
    const hit = find(method, segments);
    if (hit === undefined) {
        throw new ControlError(404, `Known below /simulator/ are ${Object.keys(controls).join(", ")}.`);
    }
    const text = await readBody(request);
    return hit.control(simulator, text === "" ? undefined : (JSON.parse(text) as unknown), hit.ids);
}

/** Answers `/health` and `/simulator/*`. */
export async function handleControl(
    request: IncomingMessage,
    response: ServerResponse,
    simulator: Simulator,
): Promise<void> {
    const { status, body } = await answer(request, simulator).catch((error: unknown): Answer => {
        const isOurs = error instanceof ControlError;
        return { status: isOurs ? error.status : 400, body: { error: (error as Error).message } };
    });
    response.writeHead(status, body === undefined ? {} : { "Content-Type": "application/json" });
    response.end(body === undefined ? "" : JSON.stringify(body));
}
