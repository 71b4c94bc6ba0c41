import { setMaxListeners } from "node:events";
import { policyKey, type Policy } from "../assignment/policy";
import type { Deps } from "../deps";
import { OperationTimeoutError } from "../errors";
import { createGraph, type Graph, type Send } from "../graph";
import type { Settings } from "../settings";
import { createDeclarations, type Declarations } from "./declarations";
import { createGathering } from "./gathering";
import { createLiveView, type LiveView } from "./liveView";
import { createLookup, type Lookup } from "./lookup";
import { createPolicyWriter, type PolicyWriter } from "./policyWriter";
import { createProgress, type Progress } from "./progress";
import { createRoutes } from "./routes";

/** All that the resources of one run share: one budget, one view of the tenant, one queue per policy. */
export interface Session {
    readonly settings: Settings;
    readonly graph: Graph;
    readonly view: LiveView;
    readonly lookup: Lookup;
    readonly declarations: Declarations;
    readonly progress: Progress;
    readonly deps: Deps;
    writer(policy: Policy): PolicyWriter;
    /** A signal for one operation: its time limit, and the end of the run. */
    operation(): AbortSignal;
}

/** Opens a session over `single`, which sends one HTTP request. It lasts until `cancelled` aborts. */
export function createSession(settings: Settings, deps: Deps, cancelled: AbortSignal, single: Send): Session {
    const graph = createGraph(settings, single, deps);
    const view = createLiveView(graph);
    const declarations = createDeclarations();
    const routes = createRoutes();
    const gathering = createGathering(deps);
    const writers = new Map<string, PolicyWriter>();
    return {
        settings,
        graph,
        view,
        lookup: createLookup(graph, settings.apiVersion),
        declarations,
        progress: createProgress(deps),
        deps,
        writer(policy) {
            const key = policyKey(policy);
            const writer =
                writers.get(key) ??
                createPolicyWriter(policy, { settings, graph, deps, view, routes, declarations, gathering });
            writers.set(key, writer);
            return writer;
        },
        operation() {
            const limit = new AbortController();
            setTimeout(() => {
                limit.abort(new OperationTimeoutError(settings.operationTimeoutMs));
            }, settings.operationTimeoutMs).unref();
            const signal = AbortSignal.any([cancelled, limit.signal]);
            // One operation may wait for many requests at once.
            setMaxListeners(0, signal);
            return signal;
        },
    };
}
