import { readFileSync } from "node:fs";
import type { KindName } from "../../provider/assignment/kinds";
import type { ProgressLine } from "../progress";
import { onTenant } from "./open";
import { readTenant } from "./read";
import type { Snapshot } from "./snapshot";
import { snapshotSchema } from "./snapshotSchema";

/** Reads a snapshot's file. Errors: it can't be read, or is none. */
export async function readSnapshotFile(path: string): Promise<Snapshot> {
    let value: unknown;
    try {
        value = JSON.parse(readFileSync(path, "utf8"));
    } catch (error: unknown) {
        throw new Error(`Read failed: ${path}: ${(error as Error).message}`, { cause: error });
    }
    const { Ajv } = await import("ajv");
    const validate = new Ajv().compile<Snapshot>(snapshotSchema);
    if (validate(value)) {
        return value;
    }
    const { instancePath = "", message = "" } = validate.errors?.[0] ?? {};
    throw new Error(
        `Read failed: ${path} is no snapshot of this version: ${instancePath.slice(1) || "it"} ${message}. Make one with \`pulumi-intune snapshot\`.`,
    );
}

/** A snapshot of some of its kinds. Error: it has not all of them. */
function ofKinds(snapshot: Snapshot, wanted: readonly KindName[], path: string): Snapshot {
    const lacking = wanted.filter((kind) => !snapshot.kinds.includes(kind));
    if (lacking.length > 0) {
        throw new Error(`Read failed: ${path} was taken without ${lacking.join(" and ")}. Take one with all kinds.`);
    }
    return { ...snapshot, kinds: wanted, policies: snapshot.policies.filter(({ kind }) => wanted.includes(kind)) };
}

/** A tenant's snapshot: from a file where one is named, else from the tenant itself. */
export async function readSnapshot(
    { snapshot, kind }: { readonly snapshot?: string; readonly kind?: readonly KindName[] },
    progress: ProgressLine,
): Promise<Snapshot> {
    if (snapshot !== undefined) {
        const whole = await readSnapshotFile(snapshot);
        return kind === undefined ? whole : ofKinds(whole, kind, snapshot);
    }
    try {
        return await onTenant((session) =>
            readTenant(session, {
                ...(kind === undefined ? {} : { kinds: kind }),
                onProgress: (policies) => {
                    progress.show(`${String(policies)} policies read`);
                },
            }),
        );
    } finally {
        progress.clear();
    }
}
