import type { Answer, Exchange, GraphRequest, Send } from "../../provider/graph/exchange";

/**
 * The service in memory, as small as its contract allows: what property tests run thousands of histories against. It is
 * written from CONTRACT.md alone and shares nothing with the provider or the simulator.
 */
export type Collection = "deviceConfigurations" | "deviceCompliancePolicies" | "deviceEnrollmentConfigurations";

export interface ModelRow {
    readonly id: string;
    readonly source: string;
    readonly sourceId: string;
    readonly target: Readonly<Record<string, unknown>>;
    readonly [key: string]: unknown;
}

/** What befalls one HTTP request. `lost`: applied, then the connection breaks; `never`: broken before it was applied. */
export type Fault =
    | { readonly type: "lost" | "never" }
    | { readonly type: "status"; readonly status: number; readonly applied?: boolean };

export interface ModelService {
    readonly send: Send;
    /** `<collection>/<policy id>` to its rows. */
    readonly policies: Map<string, ModelRow[]>;
    /** Logical requests, as `POST deviceManagement/...`. */
    readonly log: string[];
    /** HTTP requests, `$batch` counted once. */
    http: number;
    /** Called for each logical request before it is applied. */
    before: ((request: GraphRequest) => void) | undefined;
    /** Decides what befalls a logical request. */
    fault: ((request: GraphRequest) => Fault | undefined) | undefined;
    writes(): string[];
}

const virtualGroups: Readonly<Record<string, string>> = {
    allDevices: "adadadad-808e-44e2-905a-0b7873a8a531",
    allLicensedUsers: "acacacac-9df4-4c7d-9d50-4ef0226f57a9",
};

function typeOf(target: Readonly<Record<string, unknown>>): string {
    return String(target["@odata.type"]).replace("#microsoft.graph.", "").replace("AssignmentTarget", "");
}

/** A row as the service stores it: its id derived, "no filter" spelt out. */
export function modelRow(policyId: string, target: Readonly<Record<string, unknown>>, source = "direct"): ModelRow {
    const key = (target["groupId"] ?? target["collectionId"] ?? virtualGroups[typeOf(target)]) as string;
    return {
        id: `${policyId}_${key}`,
        source,
        sourceId: source === "direct" ? policyId : "set",
        target: {
            deviceAndAppManagementAssignmentFilterId: null,
            deviceAndAppManagementAssignmentFilterType: "none",
            ...target,
        },
    };
}

function json(status: number, value: unknown): Answer {
    return { type: "answer", status, headers: {}, body: { type: "json", value } };
}

const empty: Answer = { type: "answer", status: 204, headers: {}, body: { type: "empty" } };

function failed(status: number, code: string, message: string): Answer {
    return json(status, { error: { code, message } });
}

function noRoute(verb: string): Answer {
    return failed(
        400,
        "No method match route template",
        `No OData route exists that match template with http verb ${verb}.`,
    );
}

function withoutDoubles(rows: readonly ModelRow[]): ModelRow[] {
    return rows.filter((row, index) => rows.findIndex(({ id }) => id === row.id) === index);
}

/** `service` has row writes for device configurations only; `documented` has them for all kinds. */
export function createModelService(mode: "service" | "documented"): ModelService {
    const policies = new Map<string, ModelRow[]>();

    function apply(request: GraphRequest): Answer {
        const [path = "", query = ""] = request.path.split("?");
        const [, collection = "", policyId = "", navigation, rowId] = path.split("/").map(decodeURIComponent);
        if (policyId === "") {
            const value = [...policies]
                .filter(([key]) => key.startsWith(`${collection}/`))
                .map(([key, assignments]) => ({
                    id: key.split("/")[1],
                    displayName: `Policy ${String(key.split("/")[1])}`,
                    ...(query.includes("$expand=assignments") ? { assignments } : {}),
                }));
            return json(200, { value });
        }
        const key = `${collection}/${policyId}`;
        const rows = policies.get(key);
        if (rows === undefined) {
            return failed(404, "ResourceNotFound", "no such policy");
        }
        const hasRowWrites = mode === "documented" || collection === "deviceConfigurations";
        if (request.method === "GET") {
            return json(200, { value: rows });
        }
        if (navigation === "assign") {
            const isEnrollment = collection === "deviceEnrollmentConfigurations";
            const body = request.body as Record<string, { target: Record<string, unknown> }[] | undefined>;
            const list = body[isEnrollment ? "enrollmentConfigurationAssignments" : "assignments"];
            if (list === undefined) {
                return failed(400, "BadRequest", "wrong key");
            }
            const direct = list.map(({ target, ...rest }) => ({
                ...modelRow(policyId, target),
                ...rest,
                target: modelRow(policyId, target).target,
            }));
            policies.set(key, [...rows.filter(({ source }) => source !== "direct"), ...withoutDoubles(direct)]);
            return isEnrollment ? empty : json(200, { value: policies.get(key) });
        }
        if (!hasRowWrites) {
            return noRoute(request.method);
        }
        if (request.method === "DELETE") {
            if (!rows.some(({ id }) => id === rowId)) {
                return failed(404, "ResourceNotFound", "no such row");
            }
            policies.set(
                key,
                rows.filter(({ id }) => id !== rowId),
            );
            return empty;
        }
        const added = modelRow(policyId, (request.body as { target: Record<string, unknown> }).target);
        if (rows.some(({ id, source }) => id === added.id && source === "direct")) {
            return failed(409, "Conflict", "the row is there already");
        }
        policies.set(key, [...rows, added]);
        return json(201, added);
    }

    function one(request: GraphRequest): Exchange {
        service.log.push(`${request.method} ${request.path}`);
        service.before?.(request);
        const fault = service.fault?.(request);
        if (fault?.type === "never") {
            return { type: "broken", phase: "sent", reason: "the connection broke" };
        }
        if (fault?.type === "status" && fault.applied !== true) {
            return failed(fault.status, "Fault", "made by the test");
        }
        const answer = apply(request);
        if (fault?.type === "lost") {
            return { type: "broken", phase: "sent", reason: "the connection broke" };
        }
        return fault?.type === "status" ? failed(fault.status, "Fault", "made by the test") : answer;
    }

    const service: ModelService = {
        policies,
        log: [],
        http: 0,
        before: undefined,
        fault: undefined,
        writes: () => service.log.filter((line) => !line.startsWith("GET ")),
        send: (request) => {
            service.http += 1;
            if (request.path !== "$batch") {
                return Promise.resolve(one(request));
            }
            const { requests } = request.body as {
                requests: { id: string; method: GraphRequest["method"]; url: string; body?: unknown }[];
            };
            const responses = requests.map(({ id, method, url, body }) => {
                const exchange = one({ method, path: url.slice(1), body });
                return exchange.type === "broken"
                    ? undefined
                    : {
                          id,
                          status: exchange.status,
                          headers: exchange.headers,
                          ...(exchange.body.type === "json" ? { body: exchange.body.value } : {}),
                      };
            });
            return Promise.resolve(json(200, { responses: responses.filter((response) => response !== undefined) }));
        },
    };
    return service;
}
