/** One request to Graph, before anything is known of how it travels: alone or in a `$batch`. */
export interface GraphRequest {
    readonly method: "GET" | "POST" | "DELETE";
    /** Below the version, without a leading slash, with its query. */
    readonly path: string;
    /** An absolute address that Graph gave (`@odata.nextLink`); then `path` only names it in messages. */
    readonly url?: string;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    /**
     * A path to GET right before a write, in the same `$batch`: what a write without an etag replaces. Left out where
     * the write travels with others, whose order Graph does not keep.
     */
    readonly guard?: string;
    /** A POST that asks and changes nothing, such as `directoryObjects/getByIds`. */
    readonly isQuestion?: true;
}

/** Whether a request may change something: then it is never sent again before the live rows were read. */
export function isWrite({ method, isQuestion }: GraphRequest): boolean {
    return method !== "GET" && isQuestion !== true;
}

/** What came of one attempt. */
export type Exchange = Answer | Broken;

export interface Answer {
    readonly type: "answer";
    readonly status: number;
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Body;
    /** What the request's guard read. */
    readonly guarded?: unknown;
}

/** No whole answer came. */
export interface Broken {
    readonly type: "broken";
    /** `connect`: nothing can have reached the service. `sent`: it may have been applied. */
    readonly phase: "connect" | "sent";
    readonly reason: string;
}

/** A body as far as it could be read. */
export type Body =
    | { readonly type: "json"; readonly value: unknown }
    | { readonly type: "empty" }
    | { readonly type: "unreadable"; readonly what: string };

/** Sends one request once. Never rejects for what the network or the service does, only when the run is cancelled. */
export type Send = (request: GraphRequest, signal: AbortSignal) => Promise<Exchange>;

export function isSuccess(exchange: Exchange): boolean {
    return exchange.type === "answer" && exchange.status >= 200 && exchange.status < 300;
}
