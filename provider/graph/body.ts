import type { Body } from "./exchange";

/** No list of assignments is near this size; a larger answer is an attack or a mistake. */
export const maxBodyBytes = 64 * 1024 * 1024;

/** Reads a response body to its end, but never more than the limit (counted after decompression). */
export async function readText(response: Response, limit = maxBodyBytes): Promise<string | undefined> {
    const decoder = new TextDecoder();
    let bytes = 0;
    let text = "";
    if (response.body === null) {
        return text;
    }
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        bytes += chunk.byteLength;
        if (bytes > limit) {
            return undefined;
        }
        text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
}

/** Names what came instead of JSON, without repeating it. */
function whatInstead(text: string): string {
    if (/^\s*</.test(text)) {
        return "an HTML or XML page instead of JSON";
    }
    return /^\s*[[{]/.test(text) ? "cut-off JSON" : "text instead of JSON";
}

/** Parses a body; what can't be read is named, not thrown. */
export function parseBody(text: string | undefined): Body {
    if (text === undefined) {
        return { type: "unreadable", what: `larger than ${String(maxBodyBytes / 1024 / 1024)} MB` };
    }
    if (text.trim() === "") {
        return { type: "empty" };
    }
    try {
        return { type: "json", value: JSON.parse(text) as unknown };
    } catch {
        return { type: "unreadable", what: whatInstead(text) };
    }
}
