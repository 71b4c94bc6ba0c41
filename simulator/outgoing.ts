/** An ending, put on the wire with whatever befalls it there. */
import type { ServerResponse } from "node:http";
import { pause, type Ending } from "./exchange";
import type { ExchangeIds } from "./reply";

const json = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8";

function payload(body: unknown): Buffer {
    if (body === undefined) {
        return Buffer.alloc(0);
    }
    return body instanceof Uint8Array
        ? Buffer.from(body)
        : Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

async function drip(response: ServerResponse, bytes: Buffer, ms: number): Promise<void> {
    for (const byte of bytes) {
        if (response.destroyed) {
            return;
        }
        response.write(Buffer.from([byte]));
        await pause(ms);
    }
    response.end();
}

export async function writeEnding(
    response: ServerResponse,
    { reply, action }: Ending,
    { requestId, clientRequestId }: ExchangeIds,
): Promise<void> {
    if (action?.type === "drop") {
        response.socket?.destroy();
        return;
    }
    const whole = payload(reply.body);
    const isHalf = action?.type === "truncate";
    const bytes = isHalf ? whole.subarray(0, whole.length / 2) : whole;
    const isCut = isHalf && action.cut === true;
    response.writeHead(reply.status, {
        "Cache-Control": "no-cache",
        "request-id": requestId,
        "client-request-id": clientRequestId,
        "x-ms-ags-diagnostic": '{"ServerInfo":{"DataCenter":"Simulator","Slice":"E","Ring":"1","ScaleUnit":"000"}}',
        "OData-Version": "4.0",
        ...(whole.length > 0 ? { "Content-Type": json } : {}),
        ...(reply.status === 204 ? {} : { "Content-Length": isCut ? whole.length : bytes.length }),
        ...reply.headers,
    });
    if (action?.type === "drip") {
        await drip(response, bytes, action.ms);
    } else if (isCut) {
        response.write(bytes, () => response.socket?.destroy());
    } else {
        response.end(bytes);
    }
}
