import { createServer } from "node:http";
import { createModelService, modelRow } from "./modelService";

export type Mode = "service" | "documented";

/** An assignment as Graph shows it. */
export interface GraphRow {
    readonly id: string;
    readonly source?: string;
    readonly target: Readonly<Record<string, unknown>>;
}

/** A policy that tests assign. Others have assigned it already. */
export interface TestPolicy {
    readonly id: string;
    /** Graph path below the version. */
    readonly path: string;
}

/** A tenant behind a local Graph, and the hands of an administrator who changes it past Pulumi. */
export interface Tenant {
    readonly url: string;
    /** Stack configuration that leads there. */
    readonly config: Readonly<Record<string, string>>;
    /** Groups that no policy is assigned to. */
    readonly groups: readonly string[];
    readonly filters: readonly string[];
    /** Two policies of a collection with rows of others. */
    policies(collection: string): Promise<readonly [TestPolicy, TestPolicy]>;
    rows(policy: TestPolicy): Promise<readonly GraphRow[]>;
    /** Adds a row by hand, or changes the one of the same group. */
    put(policy: TestPolicy, target: GraphRow["target"]): Promise<void>;
    /** Removes the row of a group by hand. */
    remove(policy: TestPolicy, groupId: string): Promise<void>;
    /** Requests since the last `forget`, those in a batch one by one, as `POST deviceManagement/...`. */
    requests(): readonly string[];
    writes(): readonly string[];
    forget(): void;
    close(): Promise<void>;
}

const g = (n: number) => `20000000-0000-4000-8000-00000000000${n}`;
export async function startTenant(mode: Mode): Promise<Tenant> {
    const s = createModelService(mode);
    const seed = (c: string, i: string) =>
        s.policies.set(`${c}/${i}`, [
            modelRow(i, {
                "@odata.type": "#microsoft.graph.groupAssignmentTarget",
                groupId: "99999999-0000-4000-8000-000000000009",
            }),
            modelRow(
                i,
                {
                    "@odata.type": "#microsoft.graph.groupAssignmentTarget",
                    groupId: "99999999-0000-4000-8000-000000000008",
                },
                "policySets",
            ),
        ]);
    for (const c of ["deviceConfigurations", "deviceCompliancePolicies"]) {
        seed(c, "10000000-0000-4000-8000-000000000001");
        seed(c, "10000000-0000-4000-8000-000000000002");
    }
    seed(
        "deviceEnrollmentConfigurations",
        "10000000-0000-4000-8000-000000000003_Windows10EnrollmentCompletionPageConfiguration",
    );
    seed(
        "deviceEnrollmentConfigurations",
        "10000000-0000-4000-8000-000000000004_Windows10EnrollmentCompletionPageConfiguration",
    );
    const server = createServer((req, res) => {
        let b = "";
        req.on("data", (d) => (b += d)).on(
            "end",
            () =>
                void (async () => {
                    const path = (req.url ?? "").replace(/^\/(beta|v1\.0)\//, "");
                    const e = (await s.send(
                        { method: req.method as any, path, body: b ? JSON.parse(b) : undefined } as any,
                        undefined as any,
                    )) as any;
                    res.writeHead(e.status, { "content-type": "application/json" });
                    res.end(e.body?.type === "json" ? JSON.stringify(e.body.value) : "");
                })(),
        );
    });
    await new Promise<void>((r) => server.listen(0, "127.0.0.1", r));
    const url = `http://127.0.0.1:${(server.address() as any).port}`;
    const key = (p: TestPolicy) => p.path.replace("deviceManagement/", "");
    const group = (r: any) => r.target.groupId;
    return {
        url,
        config: { "intune:endpoint": url, "intune:accessToken": "test", "intune:pacing": "off" },
        groups: [g(1), g(2), g(3), g(4)],
        filters: ["30000000-0000-4000-8000-000000000001", "30000000-0000-4000-8000-000000000002"],
        policies: async (c) =>
            [...s.policies.keys()]
                .filter((k) => k.startsWith(c + "/"))
                .map((k) => ({ id: k.split("/")[1]!, path: `deviceManagement/${k}` })) as any,
        rows: async (p) =>
            structuredClone(s.policies.get(key(p))!).sort((a, b) =>
                (a.id + a.source).localeCompare(b.id + b.source),
            ) as any,
        put: async (p, t) => {
            const n = modelRow(p.id, t);
            s.policies.set(key(p), [...s.policies.get(key(p))!.filter((r) => r.id !== n.id), n]);
        },
        remove: async (p, id) => {
            s.policies.set(
                key(p),
                s.policies.get(key(p))!.filter((r) => group(r) !== id),
            );
        },
        requests: () => s.log,
        writes: () => s.writes(),
        forget: () => {
            s.log.length = 0;
        },
        close: async () => {
            server.close();
            server.closeAllConnections();
        },
    };
}
