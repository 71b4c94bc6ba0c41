import { status } from "@grpc/grpc-js";
import type { Properties, ResourceHandler } from "../resources/handler";
import { ProtocolError } from "./failure";
import { packageFunctions, type PackageFunction } from "./functions";
import { resourceHandlers } from "./resources";

/** A resource that a request is about. */
export interface Addressed {
    readonly urn: string;
    readonly handler: ResourceHandler;
}

/** `urn:pulumi:<stack>::<project>::<parents>$<type>::<name>` */
function typeIn(urn: string): string | undefined {
    return urn.split("::")[2]?.split("$").pop();
}

/** The handler of a request's resource. Errors: a ProtocolError where the package has none. */
export function addressed(urn: string): Addressed {
    const type = typeIn(urn);
    if (type === undefined) {
        throw new ProtocolError(status.INVALID_ARGUMENT, `Request refused: ${JSON.stringify(urn)} is not a URN.`);
    }
    const handler = resourceHandlers.get(type);
    if (handler === undefined) {
        throw new ProtocolError(
            status.NOT_FOUND,
            `Request refused: the package has no resource type "${type}". It has: ${[...resourceHandlers.keys()].join(", ")}.`,
        );
    }
    return { urn, handler };
}

/** Errors: a ProtocolError where the package has no such function. */
export function functionOf(token: string): PackageFunction {
    const found = packageFunctions.get(token);
    if (found === undefined) {
        throw new ProtocolError(status.NOT_FOUND, `Request refused: the package has no function "${token}".`);
    }
    return found;
}

/** What the engine sends for changing. Errors: a ProtocolError for inputs that no check has passed. */
export function requireInputs({ urn, handler }: Addressed, inputs: Properties): void {
    const missing = handler.shape.required.filter((key) => inputs[key] === undefined);
    if (missing.length > 0) {
        throw new ProtocolError(
            status.INVALID_ARGUMENT,
            `Request refused: ${urn}: ${missing.join(" and ")} missing among its inputs.`,
        );
    }
}

/** What the engine has stored. Errors: a ProtocolError for a state that no version of ours has written. */
export function requireState({ urn, handler }: Addressed, state: Properties): void {
    const missing = handler.shape.required.filter((key) => state[key] === undefined);
    if (missing.length > 0) {
        throw new ProtocolError(
            status.FAILED_PRECONDITION,
            `Request refused: ${urn}: its state has no ${missing.join(" and no ")}, so it was not written by this provider. Take it out with \`pulumi state delete\`, then import or declare it anew.`,
        );
    }
}
