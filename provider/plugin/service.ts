/**
 * The gRPC host: Pulumi's protocol in front of the same handlers that the dynamic host calls. It knows messages, secrets
 * and previews, and nothing of assignments.
 */
import { status, type handleUnaryCall } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unknownValue } from "../assignment/unknown";
import { CancelledError, IntuneError } from "../errors";
import { processDeps } from "../deps";
import type { Session } from "../operations/session";
import { checkResource } from "../resources/check";
import { createRuns, type Run } from "../run";
import type { ResourceHandler } from "../resources/handler";
import { checkResponse, diffResponse } from "./answers";
import { checkConfiguration, configReader, diffConfiguration, secretSettings } from "./configuration";
import type { EngineLog } from "./engineLog";
import { failure, ProtocolError } from "./failure";
import { packageSchema, packageVersion } from "./packageSchema";
import { addressed, functionOf, requireInputs, requireState, type Addressed } from "./requests";
import { open, seal, withSecrets, type Opened } from "./wire";

/** The methods that are served; the others are answered with UNIMPLEMENTED by gRPC itself. */
type Served =
    | "handshake"
    | "getPluginInfo"
    | "getSchema"
    | "checkConfig"
    | "diffConfig"
    | "configure"
    | "invoke"
    | "check"
    | "diff"
    | "create"
    | "read"
    | "update"
    | "delete"
    | "cancel";

export interface Service {
    readonly methods: Pick<IResourceProviderServer, Served>;
    /** Ends everything under way. */
    cancel(): void;
}

const nothing: Opened = { props: {}, secrets: {} };

/** What a preview promises: the inputs, and that Graph will tell the rest. */
function previewed({ shape }: ResourceHandler, inputs: Opened): Record<string, unknown> {
    return { ...inputs.props, ...Object.fromEntries(shape.computed.map((key) => [key, unknownValue])) };
}

export function createService(log: EngineLog): Service {
    const ending = new AbortController();
    const runs = createRuns(ending.signal, () => ({ ...processDeps(), log }));
    let run: Run | undefined;

    const cancel = (): void => {
        ending.abort(new CancelledError());
    };

    /** One method: whatever goes wrong in it is the answer to its own request, and to no other. */
    function unary<Request, Response>(
        verb: string,
        inputsOf: (request: Request) => Opened,
        urnOf: (request: Request) => string,
        action: (request: Request, inputs: Opened) => Promise<Response> | Response,
    ): handleUnaryCall<Request, Response> {
        return ({ request }, callback) => {
            let inputs = nothing;
            const answer = log.during(urnOf(request), async () => {
                try {
                    inputs = inputsOf(request);
                    return await action(request, inputs);
                } catch (error: unknown) {
                    if (!IntuneError.isInstance(error) && !(error instanceof ProtocolError)) {
                        log.debug(error instanceof Error ? String(error.stack) : String(error));
                    }
                    throw error;
                }
            });
            answer.then(
                (response) => {
                    callback(null, response);
                },
                (error: unknown) => {
                    callback(failure(error, verb, inputs));
                },
            );
        };
    }

    /** A method about the provider as a whole. */
    const general = <Request, Response>(verb: string, action: (request: Request) => Promise<Response> | Response) =>
        unary<Request, Response>(
            verb,
            () => nothing,
            () => "",
            action,
        );

    function perform<T>(operation: (session: Session) => Promise<T>): Promise<T> {
        if (run === undefined) {
            throw new ProtocolError(status.FAILED_PRECONDITION, "Request refused: the provider is not configured yet.");
        }
        return run.perform(operation);
    }

    interface AboutResource {
        getUrn(): string;
    }

    /** A method about one resource. */
    const own = <Request extends AboutResource, Response>(
        verb: string,
        inputsOf: (request: Request) => Opened,
        action: (session: Session, resource: Addressed, inputs: Opened, request: Request) => Promise<Response>,
    ) =>
        unary<Request, Response>(
            verb,
            inputsOf,
            (request) => request.getUrn(),
            (request, inputs) => {
                const resource = addressed(request.getUrn());
                return perform((session) => action(session, resource, inputs, request));
            },
        );

    const methods: Service["methods"] = {
        handshake: general("Handshake", () => {
            const response = new messages.ProviderHandshakeResponse();
            response.setAcceptSecrets(true);
            return response;
        }),

        getPluginInfo: general("GetPluginInfo", () => {
            const info = new PluginInfo();
            info.setVersion(packageVersion());
            return info;
        }),

        getSchema: general("GetSchema", (request: messages.GetSchemaRequest) => {
            if (request.getVersion() !== 0) {
                throw new ProtocolError(
                    status.INVALID_ARGUMENT,
                    `Request refused: schemas of version ${String(request.getVersion())} are not known, only of version 0.`,
                );
            }
            const response = new messages.GetSchemaResponse();
            response.setSchema(packageSchema());
            return response;
        }),

        checkConfig: general("CheckConfig", (request: messages.CheckRequest) => {
            const news = open(request.getNews());
            return checkResponse(
                news.props,
                checkConfiguration(news.props, process.env),
                withSecrets(news, secretSettings),
            );
        }),

        diffConfig: general("DiffConfig", (request: messages.DiffRequest) =>
            diffResponse(diffConfiguration(open(request.getOlds()).props, open(request.getNews()).props)),
        ),

        configure: general("Configure", (request: messages.ConfigureRequest) => {
            run = runs.of(configReader(open(request.getArgs()).props));
            const response = new messages.ConfigureResponse();
            response.setAcceptsecrets(true);
            response.setSupportspreview(true);
            return response;
        }),

        invoke: general("Invoke", (request: messages.InvokeRequest) => {
            const call = functionOf(request.getTok());
            const args = open(request.getArgs());
            return perform(async (session) => {
                const response = new messages.InvokeResponse();
                response.setReturn(seal(await call(session, args.props), args));
                return response;
            });
        }),

        check: own(
            "Check",
            (request: messages.CheckRequest) => open(request.getNews()),
            (session, { handler }, news) => {
                const { inputs, failures } = checkResource(handler, session, news.props);
                return Promise.resolve(checkResponse(inputs, failures, news));
            },
        ),

        diff: own(
            "Diff",
            (request: messages.DiffRequest) => open(request.getNews()),
            async (session, resource, news, request) => {
                const olds = open(request.getOlds());
                requireState(resource, olds.props);
                requireInputs(resource, news.props);
                const result = await resource.handler.diff(session, olds.props, news.props);
                result.drift.forEach((line) => {
                    log.warn(line);
                });
                const response = diffResponse(result);
                response.setReplacesList([...result.replaces]);
                response.setDeletebeforereplace(result.deleteBeforeReplace);
                return response;
            },
        ),

        create: own(
            "Create",
            (request: messages.CreateRequest) => open(request.getProperties()),
            async (session, resource, inputs, request) => {
                requireInputs(resource, inputs.props);
                const response = new messages.CreateResponse();
                if (request.getPreview()) {
                    response.setProperties(seal(previewed(resource.handler, inputs), inputs));
                    return response;
                }
                const { id, outs } = await resource.handler.create(session, inputs.props);
                response.setId(id);
                response.setProperties(seal(outs, inputs));
                return response;
            },
        ),

        read: own(
            "Read",
            (request: messages.ReadRequest) => open(request.getProperties()),
            async (session, resource, state, request) => {
                if (Object.keys(state.props).length > 0) {
                    requireState(resource, state.props);
                }
                const { id, props, inputs } = await resource.handler.read(session, request.getId(), state.props);
                const response = new messages.ReadResponse();
                response.setId(id);
                response.setProperties(seal(props, state));
                response.setInputs(seal(inputs, open(request.getInputs())));
                return response;
            },
        ),

        update: own(
            "Update",
            (request: messages.UpdateRequest) => open(request.getNews()),
            async (session, resource, news, request) => {
                const olds = open(request.getOlds());
                requireState(resource, olds.props);
                requireInputs(resource, news.props);
                const outs = request.getPreview()
                    ? previewed(resource.handler, news)
                    : await resource.handler.update(session, request.getId(), olds.props, news.props);
                const response = new messages.UpdateResponse();
                response.setProperties(seal(outs, news));
                return response;
            },
        ),

        delete: own(
            "Delete",
            (request: messages.DeleteRequest) => open(request.getProperties()),
            async (session, resource, state) => {
                requireState(resource, state.props);
                await resource.handler.delete(session, state.props);
                return new Empty();
            },
        ),

        cancel: general("Cancel", () => {
            cancel();
            return new Empty();
        }),
    };
    return { methods, cancel };
}
