import {
    ApprovalPendingError,
    AuthenticationError,
    GraphRequestError,
    PermissionError,
    type GraphFailure,
    type IntuneError,
} from "../errors";
import { readFailure } from "./failure";
import { isSuccess, type Exchange } from "./exchange";

/** Why a request is made; the words of the message if it fails. */
export interface Purpose {
    /** `Assign`, `Read`, `Unassign`: the message starts with "<verb> failed". */
    readonly verb: string;
    /** What it is done to: `compliance policy 5f…`. */
    readonly object: string;
    /** The least Graph permission that allows it. */
    readonly permission: string;
}

const approvalCodeHeader = "x-msft-approval-code";

/** What explains a status, and what to do next. */
const advice: Readonly<Record<number, string>> = {
    400: "Check the ids in the program: the policy, the group and the filter have to exist in this tenant.",
    404: "It does not exist in this tenant: check its id and intune:tenantId.",
    409: "Somebody else is changing it: run `pulumi up` again.",
    412: "A precondition of the service failed: run `pulumi preview` to see what is there now.",
    429: "Graph keeps refusing: run `pulumi up` again later.",
};

function references(failure: GraphFailure): string {
    const parts = [
        failure.requestId && `request-id ${failure.requestId}`,
        failure.activityId && `activity ${failure.activityId}`,
        failure.date,
    ].filter(Boolean);
    return parts.length > 0 ? ` (${parts.join(", ")})` : "";
}

function head(purpose: Purpose, failure: GraphFailure): string {
    const code = failure.code === "" || failure.reason.startsWith(failure.code) ? "" : ` ${failure.code}`;
    return `${purpose.verb} failed: ${purpose.object}: ${String(failure.status)}${code}: ${failure.reason}`.replace(
        /[.\s]*$/,
        ".",
    );
}

function approvalError(purpose: Purpose, failure: GraphFailure, code: string): ApprovalPendingError {
    return new ApprovalPendingError(
        `${purpose.verb} waits for approval: ${purpose.object}: this tenant asks for Multi Admin Approval, nothing was changed yet. ` +
            `Let another administrator approve request ${code} in Intune (Tenant administration, Multi Admin Approval), then run \`pulumi up\` again.${references(failure)}`,
        failure,
        code,
    );
}

function looksLikeApproval(failure: GraphFailure): boolean {
    return /approval|justification/i.test(failure.reason);
}

function adviceFor(failure: GraphFailure): string {
    if ((failure.status === 400 || failure.status === 403) && looksLikeApproval(failure)) {
        return "The tenant asks for Multi Admin Approval: set intune:approvalJustification to a reason that the approver can judge.";
    }
    if (failure.status >= 300 && failure.status < 400) {
        return "The service redirects, which is never followed with a token: check intune:endpoint.";
    }
    return advice[failure.status] ?? "Run `pulumi up` again; if it stays, give the request-id to Microsoft support.";
}

/** Turns the end of a request that did not succeed into the error the user reads. */
export function failureError(purpose: Purpose, exchange: Exchange, endpoint: string): IntuneError {
    if (exchange.type === "broken") {
        const next =
            exchange.phase === "connect"
                ? `Check intune:endpoint (${endpoint}), the network between, and HTTPS_PROXY where there is a proxy.`
                : "Run `pulumi up` again.";
        return new GraphRequestError(`${purpose.verb} failed: ${purpose.object}: ${exchange.reason}. ${next}`, {
            status: 0,
            code: "",
            reason: exchange.reason,
        });
    }
    const failure = readFailure(exchange);
    if (isSuccess(exchange)) {
        return new GraphRequestError(
            `${purpose.verb} failed: ${purpose.object}: ${String(failure.status)}, but ${failure.reason}. Check intune:endpoint (${endpoint}) and proxies between.${references(failure)}`,
            failure,
        );
    }
    const approvalCode = exchange.headers[approvalCodeHeader];
    if (failure.status === 412 && approvalCode) {
        return approvalError(purpose, failure, approvalCode);
    }
    if (failure.status === 401) {
        return new AuthenticationError(
            `${head(purpose, failure)} Graph at ${endpoint} does not accept the token: check that intune:tenantId, intune:environment and the credential belong together, and that intune:accessToken has not expired.${references(failure)}`,
        );
    }
    if (failure.status === 403 && !looksLikeApproval(failure)) {
        return new PermissionError(
            `${head(purpose, failure)} The app lacks ${purpose.permission}, or an Intune role, or the tenant a licence: grant ${purpose.permission} with admin consent in Entra.${references(failure)}`,
            failure,
            purpose.permission,
        );
    }
    return new GraphRequestError(`${head(purpose, failure)} ${adviceFor(failure)}${references(failure)}`, failure);
}
