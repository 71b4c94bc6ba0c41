import { isWrite, parsePath } from "./graphRequest";

/** One request as it arrived. The requests of a `$batch` are recorded one by one, then the batch itself. */
export interface RecordedRequest {
    /** Number of the HTTP request, from 1. */
    readonly http: number;
    /** Place in the `$batch` it came in, from 1. */
    readonly batch?: number;
    readonly method: string;
    readonly version: string;
    /** Below the version, with its query, decoded. */
    readonly path: string;
    /** With the token replaced. */
    readonly headers: Readonly<Record<string, string>>;
    /** As sent; of a `$batch` only how many requests it has. */
    readonly body: unknown;
    /** 0 where the connection was closed instead of an answer. */
    readonly status: number;
    /** Milliseconds since the epoch. */
    readonly atMs: number;
}

export interface Counts {
    /** HTTP requests. */
    readonly http: number;
    /** Requests that count against Graph's limits: inner ones of a batch singly. */
    readonly logical: number;
    readonly writes: number;
    readonly assigns: number;
}

/** Older ones are forgotten, so that a simulator may run for weeks; the counts go on. */
const maxRecords = 50_000;

const nothing: Counts = { http: 0, logical: 0, writes: 0, assigns: 0 };

/** What arrived since it was last cleared. */
export class RequestLog {
    readonly records: RecordedRequest[] = [];
    private counted: Counts = nothing;

    /** Counts an HTTP request and gives it its number. */
    nextHttp(): number {
        this.counted = { ...this.counted, http: this.counted.http + 1 };
        return this.counted.http;
    }

    add(record: RecordedRequest): void {
        this.records.push(record);
        if (this.records.length > maxRecords) {
            this.records.splice(0, maxRecords / 10);
        }
        if (record.path === "$batch") {
            return;
        }
        const { segments } = parsePath(record.path);
        const isAWrite = isWrite({ method: record.method, segments });
        const { http, logical, writes, assigns } = this.counted;
        this.counted = {
            http,
            logical: logical + 1,
            writes: writes + (isAWrite ? 1 : 0),
            assigns: assigns + (isAWrite && segments.at(-1) === "assign" ? 1 : 0),
        };
    }

    counts(): Counts {
        return this.counted;
    }

    clear(): void {
        this.records.length = 0;
        this.counted = nothing;
    }
}
