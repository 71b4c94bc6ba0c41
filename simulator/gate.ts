/** What stands between a request and its route: limits, permissions, approvals. */
import { createApprovals, type Approvals } from "./approval";
import { isWrite, type GraphRequest } from "./graphRequest";
import type { SimulatorOptions } from "./options";
import { failure, intuneFailure, type Reply } from "./reply";
import type { Permissions } from "./routes";
import { createThrottle, documentedThrottle, type Throttle } from "./throttle";

export interface Gate {
    /** Why the request is not let in; undefined where it is. */
    refuse(
        request: GraphRequest,
        headers: Readonly<Record<string, string>>,
        permissions: Permissions,
    ): Reply | undefined;
    readonly approvals: Approvals;
    /** Begins a new window. */
    clearThrottle(): void;
}

function permissionProblem(
    { segments }: GraphRequest,
    permissions: Permissions,
    granted: readonly string[] | undefined,
): Reply | undefined {
    if (granted === undefined || permissions.length === 0 || permissions.some((name) => granted.includes(name))) {
        return undefined;
    }
    const isIntune = permissions.some((name) => name.startsWith("DeviceManagement"));
    return isIntune
        ? intuneFailure(
              403,
              "Forbidden",
              `Application is not authorized to perform this operation. Application must have one of the following scopes: ${permissions.join(", ")}`,
          )
        : failure(
              403,
              "Authorization_RequestDenied",
              `Insufficient privileges to complete the operation on ${String(segments[0])}.`,
          );
}

export function createGate(options: SimulatorOptions): Gate {
    const limits = options.throttle === true ? {} : options.throttle === false ? undefined : options.throttle;
    const newThrottle = (): Throttle | undefined => limits && createThrottle({ ...documentedThrottle, ...limits });
    let throttle = newThrottle();
    const approvals = createApprovals();
    return {
        approvals,
        clearThrottle() {
            throttle = newThrottle();
        },
        refuse(request, headers, permissions) {
            const tooMany = throttle?.refuse(isWrite(request), Date.now());
            if (tooMany) {
                return failure(429, "TooManyRequests", "Too many requests.", tooMany);
            }
            const problem = permissionProblem(request, permissions, options.permissions);
            if (problem) {
                return problem;
            }
            return options.approval === true && isWrite(request) ? approvals.refuse(request, headers) : undefined;
        },
    };
}
