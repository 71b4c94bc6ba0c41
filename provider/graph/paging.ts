import { GraphRequestError } from "../errors";
import type { Purpose } from "./purpose";

/** More pages than any tenant has: a service that gives more is looping. */
export const maxPages = 1_000;

export interface Page {
    readonly value: readonly unknown[];
    /** Absolute address of the next page. */
    readonly next?: string | undefined;
}

function refuse(purpose: Purpose, why: string): never {
    throw new GraphRequestError(
        `${purpose.verb} failed: ${purpose.object}: ${why}. Check intune:endpoint and what stands between.`,
        { status: 200, code: "", reason: why },
    );
}

/** Reads one page of a collection. Errors: not a list, or a next page that is not on the configured host. */
export function readPage(body: unknown, endpoint: string, purpose: Purpose): Page {
    const page = (body ?? {}) as Record<string, unknown>;
    const value = page["value"];
    if (!Array.isArray(value)) {
        refuse(purpose, "the answer has no list of values");
    }
    const link = page["@odata.nextLink"];
    if (link === undefined || link === null || link === "") {
        return { value: value as unknown[] };
    }
    const next = typeof link === "string" && URL.canParse(link) ? new URL(link) : undefined;
    const root = new URL(endpoint);
    if (next?.protocol !== root.protocol || next.host !== root.host || next.username !== "" || next.password !== "") {
        refuse(purpose, "the next page is on another host than intune:endpoint, and the token is not sent there");
    }
    return { value: value as unknown[], next: link as string };
}

/** Guards a walk over pages against loops. */
export function createPageGuard(purpose: Purpose): (url: string) => void {
    const seen = new Set<string>();
    return (url) => {
        if (seen.has(url)) {
            refuse(purpose, "the pages of the answer go in a circle");
        }
        seen.add(url);
        if (seen.size > maxPages) {
            refuse(purpose, `the answer has more than ${String(maxPages)} pages`);
        }
    };
}
