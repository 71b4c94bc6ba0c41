/** A fault that a test asks for. The first rule that matches and is not used up befalls the request. */
export interface FaultRule {
    /** HTTP method; any when left out. */
    readonly method?: string;
    /** Regular expression on `version/path?query`; any when left out. Inner requests of a `$batch` are matched too. */
    readonly path?: string | RegExp;
    /** How many matching requests are let pass first. */
    readonly skip?: number;
    /** How many are hit; 1 when left out. */
    readonly times?: number;
    readonly action: FaultAction;
}

export type FaultAction =
    /** Answers this instead; with `applied` the request takes effect first. */
    | {
          readonly type: "status";
          readonly status: number;
          readonly headers?: Record<string, string>;
          readonly body?: unknown;
          readonly applied?: boolean;
      }
    /** Closes the connection before (`applied` false) or after the request took effect. */
    | { readonly type: "drop"; readonly applied: boolean }
    /** Applies, then sends half of the JSON. */
    | { readonly type: "truncate" }
    /** Answers an HTML page with this status; with `applied` the request takes effect first. */
    | { readonly type: "html"; readonly status: number; readonly applied?: boolean }
    /** Applies, then answers the true status without a body. */
    | { readonly type: "emptyBody" }
    /** Answers as usual, later. */
    | { readonly type: "delay"; readonly ms: number }
    /** Sends the answer byte by byte, with this pause between two of them. */
    | { readonly type: "drip"; readonly ms: number };

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

function matches(rule: FaultRule, method: string, path: string): boolean {
    const isPath = rule.path === undefined || new RegExp(rule.path).test(path);
    return isPath && (rule.method === undefined || rule.method.toUpperCase() === method);
}

export function createFaults(): Faults {
    let armed: Armed[] = [];
    return {
        add(rule) {
            armed.push({ rule, skip: rule.skip ?? 0, times: rule.times ?? 1 });
        },
        clear() {
            armed = [];
        },
        next(method, path) {
            for (const entry of armed) {
                if (entry.times > 0 && matches(entry.rule, method, path)) {
                    if (entry.skip > 0) {
                        entry.skip -= 1;
                        continue;
                    }
                    entry.times -= 1;
                    return entry.rule.action;
                }
            }
            return undefined;
        },
    };
}
