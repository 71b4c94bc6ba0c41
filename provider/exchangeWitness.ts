import type { Refusal } from "./signInFailure";

interface Answer {
    readonly status: number;
    readonly bodyAsText?: string | null | undefined;
}

/**
 * A policy in the credential library's HTTP pipeline that remembers how the last exchange with the authority ended: the
 * library's own errors hold that as prose, or leave it out. It keeps nothing of a request, nor of an answer with a token.
 */
export class ExchangeWitness {
    readonly name = "intuneExchangeWitness";
    refusal: Refusal | undefined;
    status: number | undefined;
    network: string | undefined;

    forget(): void {
        this.refusal = undefined;
        this.status = undefined;
        this.network = undefined;
    }

    async sendRequest<Request, Response extends Answer>(
        request: Request,
        next: (request: Request) => Promise<Response>,
    ): Promise<Response> {
        this.forget();
        try {
            const response = await next(request);
            this.status = response.status;
            this.refusal = refusalIn(response.bodyAsText ?? "");
            return response;
        } catch (error: unknown) {
            const { code } = error as { code?: unknown };
            this.network = typeof code === "string" ? code : "no reason given";
            throw error;
        }
    }
}

/** RFC 6749's error answer, with Entra's own fields. */
function refusalIn(body: string): Refusal | undefined {
    const answer = parsed(body);
    if (typeof answer["error"] !== "string") {
        return undefined;
    }
    const { error, error_description: description, error_codes: codes, trace_id: traceId } = answer;
    const code: unknown = Array.isArray(codes) ? codes[0] : undefined;
    return {
        code: typeof code === "number" ? code : undefined,
        text: typeof description === "string" && description !== "" ? description : error,
        traceId: typeof traceId === "string" && /^[0-9a-f-]{36}$/i.test(traceId) ? traceId : undefined,
    };
}

function parsed(body: string): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(body);
        return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
        return {};
    }
}
