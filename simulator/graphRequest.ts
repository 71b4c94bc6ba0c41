/** One logical request to Graph, alone or out of a `$batch`, and what it is answered from. */
import type { StoredRow } from "./assignmentRow";
import type { FamilyName } from "./families";
import type { Mode } from "./target";
import type { Tenant } from "./tenant";
import type { PolicyState } from "./tenantState";

export interface GraphRequest {
    readonly method: string;
    readonly version: string;
    /** Decoded segments below the version. */
    readonly segments: readonly string[];
    readonly query: URLSearchParams;
    readonly body: unknown;
}

export interface GraphContext {
    readonly tenant: Tenant;
    readonly mode: Mode;
    readonly pageSize: number;
    /** Graph's root as the client calls it, for contexts and next links. */
    readonly root: string;
    /** The rows that reads show; behind the stored ones when a read lag is simulated. */
    readonly visibleRows: (family: FamilyName, policy: PolicyState) => readonly StoredRow[];
    /** False while a group that was just made is not known everywhere. */
    readonly isKnownGroup: (id: string) => boolean;
}

/** Reading by POST is no write. */
export function isWrite({ method, segments }: Pick<GraphRequest, "method" | "segments">): boolean {
    return method !== "GET" && segments[0] !== "directoryObjects";
}

export function decode(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}

/** `policies('id')` is OData's other way to write `policies/id`. */
function segmentsOf(part: string): string[] {
    const { name, key } = /^(?<name>\w+)\('(?<key>(?:[^']|'')*)'\)$/.exec(part)?.groups ?? {};
    return name === undefined || key === undefined ? [part] : [name, key.replaceAll("''", "'")];
}

/** Takes a path below the version apart. Dots stay what they are: an id may be `..`. */
export function parsePath(target: string): Pick<GraphRequest, "segments" | "query"> {
    const [path = "", ...query] = target.split("?");
    return {
        segments: path
            .split("/")
            .filter((part) => part !== "")
            .flatMap((part) => segmentsOf(decode(part))),
        query: new URLSearchParams(query.join("?")),
    };
}
