/**
 * Reads `Retry-After`: seconds (also fractions) or an HTTP date. A date in the past means now; anything else is as if the
 * header were missing.
 */
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
    const value = header?.trim();
    if (!value) {
        return undefined;
    }
    if (/^\d+(\.\d+)?$/.test(value)) {
        return Number(value) * 1000;
    }
    const date = Date.parse(value);
    if (Number.isNaN(date)) {
        return undefined;
    }
    // Dates have whole seconds, so the moment meant may be up to a second later.
    return date > nowMs ? date - nowMs + 1000 : 0;
}
