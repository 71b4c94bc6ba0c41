import { Metadata, status, type ServiceError } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { IntuneError, PartialApplyError, type IntuneErrorName } from "../errors";
import { seal, type Opened } from "./wire";

/** A request that the protocol does not allow, or that names what is not there. */
export class ProtocolError extends Error {
    readonly code: status;

    constructor(code: status, message: string) {
        super(message);
        this.code = code;
    }
}

const codes: Readonly<Record<IntuneErrorName, status>> = {
    InvalidInputError: status.INVALID_ARGUMENT,
    ConfigurationError: status.FAILED_PRECONDITION,
    AuthenticationError: status.UNAUTHENTICATED,
    PermissionError: status.PERMISSION_DENIED,
    GraphRequestError: status.UNKNOWN,
    LookupError: status.NOT_FOUND,
    UnclearEndError: status.UNKNOWN,
    ApprovalPendingError: status.FAILED_PRECONDITION,
    ConflictError: status.ALREADY_EXISTS,
    NotConfirmedError: status.UNKNOWN,
    OperationTimeoutError: status.DEADLINE_EXCEEDED,
    CancelledError: status.CANCELLED,
    PartialApplyError: status.UNKNOWN,
};

function answer(code: status, message: string, metadata = new Metadata()): Partial<ServiceError> {
    return { code, details: message, metadata };
}

/** The engine reads what became of a half-made resource from the details of the error, in gRPC's binary header. */
function partialDetails(error: PartialApplyError, inputs: Opened): Metadata {
    const failed = new ErrorResourceInitFailed();
    failed.setId(error.id);
    failed.setProperties(seal(error.properties, inputs));
    failed.setReasonsList([...error.reasons]);
    const details = new Any();
    details.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const outcome = new Status();
    outcome.setCode(codes.PartialApplyError);
    outcome.setMessage(error.message);
    outcome.addDetails(details);
    const metadata = new Metadata();
    metadata.set("grpc-status-details-bin", Buffer.from(outcome.serializeBinary()));
    return metadata;
}

/** What the engine is answered. Only errors of ours are told in their own words; any other is a mistake of ours. */
export function failure(error: unknown, verb: string, inputs: Opened): Partial<ServiceError> {
    if (error instanceof ProtocolError) {
        return answer(error.code, error.message);
    }
    if (error instanceof PartialApplyError) {
        return answer(codes.PartialApplyError, error.message, partialDetails(error, inputs));
    }
    if (IntuneError.isInstance(error)) {
        return answer(codes[error.name], error.message);
    }
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return answer(
        status.INTERNAL,
        `${verb} failed: a mistake in pulumi-intune itself (${reason}). Run it again with INTUNE_LOG=debug and report what it prints.`,
    );
}
