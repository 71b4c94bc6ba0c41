/** Intune's limits for one app in one tenant, counted as a sliding window; refused requests count too. */
export interface ThrottleOptions {
    readonly writes: number;
    readonly any: number;
    readonly windowMs: number;
    /** The form of `Retry-After`; some of Intune's services send none. */
    readonly retryAfter: "seconds" | "date" | "none";
}

/** https://learn.microsoft.com/graph/throttling-limits#intune-service-limits */
export const documentedThrottle: ThrottleOptions = { writes: 100, any: 1_000, windowMs: 20_000, retryAfter: "seconds" };

export interface Throttle {
    /** Undefined to let the request pass, else the headers of its 429. */
    refuse(isWrite: boolean, nowMs: number): Record<string, string> | undefined;
}

class Window {
    private readonly times: number[] = [];
    constructor(
        private readonly limit: number,
        private readonly windowMs: number,
    ) {}

    /** Milliseconds until a request would pass; 0 when this one does. */
    count(nowMs: number): number {
        while (this.times[0] !== undefined && this.times[0] <= nowMs - this.windowMs) {
            this.times.shift();
        }
        this.times.push(nowMs);
        const oldest = this.times[this.times.length - 1 - this.limit];
        return oldest === undefined ? 0 : Math.max(1, oldest + this.windowMs - nowMs);
    }
}

export function createThrottle(options: ThrottleOptions): Throttle {
    const writes = new Window(options.writes, options.windowMs);
    const any = new Window(options.any, options.windowMs);
    return {
        refuse(isWrite, nowMs) {
            const waitMs = Math.max(any.count(nowMs), isWrite ? writes.count(nowMs) : 0);
            if (waitMs === 0) {
                return undefined;
            }
            switch (options.retryAfter) {
                case "seconds":
                    return { "Retry-After": String(Math.ceil(waitMs / 1000)) };
                case "date":
                    return { "Retry-After": new Date(Math.ceil((nowMs + waitMs) / 1000) * 1000).toUTCString() };
                case "none":
                    return {};
            }
        },
    };
}
