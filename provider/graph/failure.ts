import type { GraphFailure } from "../errors";
import type { Answer } from "./exchange";
import { isObject } from "../assignment/isObject";

const maxNesting = 4;

function parseObject(text: string): Record<string, unknown> | undefined {
    if (!text.trimStart().startsWith("{")) {
        return undefined;
    }
    try {
        const value: unknown = JSON.parse(text);
        return isObject(value) ? value : undefined;
    } catch {
        return undefined;
    }
}

interface Message {
    readonly text: string;
    readonly retryAfterMs?: number | undefined;
}

/** Intune wraps its text as JSON in `error.message`, one or two levels deep. */
function unwrap(text: string, depth = 0): Message {
    const inner = depth < maxNesting ? parseObject(text) : undefined;
    const message = inner?.["Message"] ?? inner?.["message"];
    if (!inner || typeof message !== "string") {
        return { text };
    }
    const seconds = Number(inner["RetryAfter"] ?? NaN);
    const deeper = unwrap(message, depth + 1);
    return { text: deeper.text, retryAfterMs: deeper.retryAfterMs ?? (seconds > 0 ? seconds * 1000 : undefined) };
}

const noise = / - (?:Operation ID|Activity ID|Url|CustomApiErrorPhrase)[^]*$/;
const maxReason = 600;

function tidy(text: string): string {
    const line = text
        .replace(noise, "")
        .replace(/[\s\p{Cc}]+/gu, " ")
        .trim();
    return line.length > maxReason ? `${line.slice(0, maxReason)}…` : line;
}

function text(value: unknown): string {
    return typeof value === "string" ? value : "";
}

/** The facts of a failed answer, with Intune's nested messages unwrapped. */
export function readFailure(answer: Answer): GraphFailure & { readonly retryAfterMs?: number | undefined } {
    const envelope =
        answer.body.type === "json" && isObject(answer.body.value) ? answer.body.value["error"] : undefined;
    const error = isObject(envelope) ? envelope : {};
    const inner = [error["innerError"], error["innererror"]].find(isObject) ?? {};
    const message = unwrap(text(error["message"]) || text(inner["message"]));
    const activityId = /Activity ID: ([0-9a-fA-F-]{36})/.exec(text(error["message"]))?.[1];
    const unreadable = answer.body.type === "unreadable" ? `the answer is ${answer.body.what}` : "";
    return {
        status: answer.status,
        code: tidy(text(error["code"])),
        reason: tidy(message.text) || unreadable || "no reason was given",
        requestId: answer.headers["request-id"] ?? (text(inner["request-id"]) || undefined),
        clientRequestId: answer.headers["client-request-id"] ?? (text(inner["client-request-id"]) || undefined),
        activityId,
        date: answer.headers["date"] ?? (text(inner["date"]) || undefined),
        retryAfterMs: message.retryAfterMs,
    };
}

/** True for the answer of a service that documents a route but does not implement it. */
export function isNoRoute(failure: GraphFailure): boolean {
    return (
        (failure.status === 400 &&
            (/^No method match route template$/i.test(failure.code) ||
                failure.reason.startsWith("No OData route exists that match template"))) ||
        failure.status === 405 ||
        failure.status === 501
    );
}
