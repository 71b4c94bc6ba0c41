/** Multi Admin Approval: a justification first, then a code that a second administrator has to approve. */
import { randomBytes } from "node:crypto";
import type { GraphRequest } from "./graphRequest";
import { failure, intuneFailure, type Reply } from "./reply";

const justificationHeader = "x-msft-approval-justification";
const codeHeader = "x-msft-approval-code";
const maxJustification = 1_024;

export interface PendingApproval {
    readonly code: string;
    /** `POST deviceManagement/...` */
    readonly request: string;
    readonly justification: string;
    readonly isApproved: boolean;
}

export interface Approvals {
    /** Why a write has to wait; undefined where it is approved. */
    refuse(request: GraphRequest, headers: Readonly<Record<string, string>>): Reply | undefined;
    /** What the second administrator does. False where there is no such code. */
    approve(code: string): boolean;
    list(): PendingApproval[];
}

function waiting(code: string): Reply {
    return failure(412, "PreconditionFailed", "The change waits for the approval of another administrator.", {
        [codeHeader]: code,
    });
}

function readJustification(header: string | undefined): string | undefined {
    const text = header === undefined ? "" : Buffer.from(header, "base64").toString("utf8");
    return text === "" || text.length > maxJustification ? undefined : text;
}

export function createApprovals(): Approvals {
    const pending = new Map<string, PendingApproval & { readonly body: string }>();
    return {
        refuse({ method, segments, body }, headers) {
            const request = `${method} ${segments.join("/")}`;
            const content = JSON.stringify([body]);
            const own = [...pending.values()].find((entry) => entry.request === request && entry.body === content);
            const sentCode = headers[codeHeader];
            if (own?.isApproved && sentCode === own.code) {
                pending.delete(own.code);
                return undefined;
            }
            const justification = readJustification(headers[justificationHeader]);
            if (own) {
                return waiting(own.code);
            }
            if (justification === undefined) {
                return intuneFailure(
                    400,
                    "BadRequest",
                    `A justification is required: this resource is protected by Multi Admin Approval. Send ${justificationHeader}, base64 of a reason of up to ${String(maxJustification)} characters.`,
                );
            }
            const code = randomBytes(8).toString("hex");
            pending.set(code, { code, request, justification, isApproved: false, body: content });
            return waiting(code);
        },
        approve(code) {
            const entry = pending.get(code);
            if (entry === undefined) {
                return false;
            }
            pending.set(code, { ...entry, isApproved: true });
            return true;
        },
        list: () => [...pending.values()].map(({ body: _body, ...entry }) => entry),
    };
}
