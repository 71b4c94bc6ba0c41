import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import type { EngineLog } from "../../provider/plugin/engineLog";
import { createService } from "../../provider/plugin/service";

export { messages };
export type Props = Readonly<Record<string, unknown>>;

/** Request and response of each method. */
interface Protocol {
    readonly getSchema: [messages.GetSchemaRequest, messages.GetSchemaResponse];
    readonly parameterize: [messages.ParameterizeRequest, messages.ParameterizeResponse];
    readonly checkConfig: [messages.CheckRequest, messages.CheckResponse];
    readonly diffConfig: [messages.DiffRequest, messages.DiffResponse];
    readonly configure: [messages.ConfigureRequest, messages.ConfigureResponse];
    readonly invoke: [messages.InvokeRequest, messages.InvokeResponse];
    readonly check: [messages.CheckRequest, messages.CheckResponse];
    readonly diff: [messages.DiffRequest, messages.DiffResponse];
    readonly create: [messages.CreateRequest, messages.CreateResponse];
    readonly read: [messages.ReadRequest, messages.ReadResponse];
    readonly delete: [messages.DeleteRequest, Empty];
    readonly cancel: [Empty, Empty];
}

type Method<Request, Response> = (
    request: Request,
    callback: (error: ServiceError | null, response: Response) => void,
) => unknown;

/** The plugin's service behind a real gRPC server, asked as the engine asks. */
export interface PluginClient {
    /** What was logged, with the resource it was logged for in front. */
    readonly lines: readonly string[];
    /** Sends one request. Rejects with gRPC's error. */
    ask<Method extends keyof Protocol>(method: Method, request: Protocol[Method][0]): Promise<Protocol[Method][1]>;
    configure(config: Props): Promise<messages.ConfigureResponse>;
    close(): void;
}

export const struct = (props: Props): Struct => Struct.fromJavaScript(props as Record<string, JavaScriptValue>);

export async function startPlugin(): Promise<PluginClient> {
    const lines: string[] = [];
    let current = "";
    const write = (line: string): void => void lines.push(`${current}: ${line}`);
    const log: EngineLog = {
        info: write,
        warn: write,
        debug: () => {},
        during: async (urn, action) => {
            current = urn.split("::").pop() ?? "";
            return action();
        },
    };
    const server = new Server();
    server.addService(ResourceProviderService, createService(log).methods);
    const port = await new Promise<number>((bound, failed) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, free) => {
            if (error) {
                failed(error);
            } else {
                bound(free);
            }
        });
    });
    const client = new ResourceProviderClient(`127.0.0.1:${String(port)}`, credentials.createInsecure());
    const plugin: PluginClient = {
        lines,
        ask: <Name extends keyof Protocol>(name: Name, request: Protocol[Name][0]) =>
            new Promise<Protocol[Name][1]>((answered, failed) => {
                const method = client[name].bind(client) as Method<Protocol[Name][0], Protocol[Name][1]>;
                method(request, (error, response) => {
                    if (error) {
                        failed(error);
                    } else {
                        answered(response);
                    }
                });
            }),
        configure: (config) => {
            const request = new messages.ConfigureRequest();
            request.setArgs(struct(config));
            return plugin.ask("configure", request);
        },
        close: () => {
            client.close();
            server.forceShutdown();
        },
    };
    return plugin;
}

export const urnOf = (type: string, name = "row"): string => `urn:pulumi:dev::intune::${type}::${name}`;
export const complianceRow = "intune:index:DeviceCompliancePolicyAssignment";

export function checkRequest(news: Props, type = complianceRow): messages.CheckRequest {
    const request = new messages.CheckRequest();
    request.setUrn(urnOf(type));
    request.setNews(struct(news));
    return request;
}

export function createRequest(props: Props, preview = false, type = complianceRow): messages.CreateRequest {
    const request = new messages.CreateRequest();
    request.setUrn(urnOf(type));
    request.setProperties(struct(props));
    request.setPreview(preview);
    return request;
}

export function diffRequest(olds: Props, news: Props, type = complianceRow): messages.DiffRequest {
    const request = new messages.DiffRequest();
    request.setUrn(urnOf(type));
    request.setId("id");
    request.setOlds(struct(olds));
    request.setNews(struct(news));
    return request;
}

export function readRequest(id: string, props: Props = {}, type = complianceRow): messages.ReadRequest {
    const request = new messages.ReadRequest();
    request.setUrn(urnOf(type));
    request.setId(id);
    request.setProperties(struct(props));
    return request;
}

export function deleteRequest(props: Props, type = complianceRow): messages.DeleteRequest {
    const request = new messages.DeleteRequest();
    request.setUrn(urnOf(type));
    request.setId("id");
    request.setProperties(struct(props));
    return request;
}

export function invokeRequest(token: string, args: Props): messages.InvokeRequest {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(struct(args));
    return request;
}
