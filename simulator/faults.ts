/** A fault that a test asks for. The first rule that matches and is not used up befalls the request. */
export interface FaultRule {
    /** HTTP method; any when left out. */
    readonly method?: string;
    /** Regular expression on `version/path?query`; any when left out. Inner requests of a `$batch` are matched too. */
    readonly path?: string | RegExp;
    /** How many matching requests are let pass first. */
    readonly skip?: number;
    /** How many are hit; 1 when left out, all with `chance`. */
    readonly times?: number;
    /** How likely each matching request is hit, from 0 to 1; certain when left out. */
    readonly chance?: number;
    readonly action: FaultAction;
}

/** Inside a `$batch`, a dropped request has no answer, and what belongs to a connection is left out. */
export type FaultAction =
    /** Answers this instead; with `applied` the request takes effect first. A text or bytes go out as they are. */
    | {
          readonly type: "status";
          readonly status: number;
          readonly headers?: Readonly<Record<string, string>>;
          readonly body?: unknown;
          readonly applied?: boolean;
      }
    /** Closes the connection before (`applied` false) or after the request took effect. */
    | { readonly type: "drop"; readonly applied: boolean }
    /** Applies, then sends half of the JSON: as a whole answer, or with `cut` as one that breaks off. */
    | { readonly type: "truncate"; readonly cut?: boolean }
    /** Answers an HTML page with this status; with `applied` the request takes effect first. */
    | { readonly type: "html"; readonly status: number; readonly applied?: boolean }
    /** Applies, then answers the true status without a body. */
    | { readonly type: "emptyBody" }
    /** Answers as usual, later. */
    | { readonly type: "delay"; readonly ms: number }
    /** Sends the answer byte by byte, with this pause between two of them. */
    | { readonly type: "drip"; readonly ms: number }
    /** One of the failures that Microsoft's Graph client draws in its ChaosHandler; half of the writes take effect. */
    | { readonly type: "random" };

/** https://github.com/microsoftgraph/msgraph-sdk-javascript, ChaosHandlerData: statuses by method. */
const chaoticReads = [429, 500, 502, 503, 504] as const;
const chaoticWrites = [...chaoticReads, 507] as const;

function drawn(method: string, random: () => number): FaultAction {
    const statuses = method === "GET" ? chaoticReads : chaoticWrites;
    const status = statuses[Math.floor(random() * statuses.length)] ?? 500;
    return status === 429
        ? { type: "status", status, headers: { "Retry-After": "3" } }
        : { type: "status", status, applied: method !== "GET" && random() < 0.5 };
}

/** Whether the request takes effect in spite of the fault. */
export function isApplied(action: FaultAction | undefined): boolean {
    switch (action?.type) {
        case "status":
        case "html":
        case "drop":
            return action.applied === true;
        default:
            return true;
    }
}

interface Armed {
    readonly rule: FaultRule;
    skip: number;
    times: number;
}

export interface Faults {
    add(rule: FaultRule): void;
    clear(): void;
    next(method: string, path: string): FaultAction | undefined;
}

function matches({ method, path }: FaultRule, actualMethod: string, actualPath: string): boolean {
    // A copy: a sticky or global expression of the test's would remember where it stopped.
    const isPath = path === undefined || new RegExp(path).test(actualPath);
    return isPath && (method === undefined || method.toUpperCase() === actualMethod);
}

/** `random` gives numbers from 0 to below 1. */
export function createFaults(random: () => number = Math.random): Faults {
    let armed: Armed[] = [];
    return {
        add(rule) {
            armed.push({ rule, skip: rule.skip ?? 0, times: rule.times ?? (rule.chance === undefined ? 1 : Infinity) });
        },
        clear() {
            armed = [];
        },
        next(method, path) {
            for (const entry of armed.filter(({ rule, times }) => times > 0 && matches(rule, method, path))) {
                if (entry.skip > 0) {
                    entry.skip -= 1;
                } else if (entry.rule.chance === undefined || random() < entry.rule.chance) {
                    entry.times -= 1;
                    const { action } = entry.rule;
                    return action.type === "random" ? drawn(method, random) : action;
                }
            }
            return undefined;
        },
    };
}
