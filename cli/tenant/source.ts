import { readFileSync } from "node:fs";
import type { KindName } from "../../provider/assignment/kinds";
import type { ProgressLine } from "../progress";
import { onTenant } from "./open";
import { readTenant } from "./read";
import type { Snapshot } from "./snapshot";

/** Reads a snapshot's file. Errors: it can't be read, or is none. */
export function readSnapshotFile(path: string): Snapshot {
    let value: unknown;
    try {
        value = JSON.parse(readFileSync(path, "utf8"));
    } catch (error: unknown) {
        throw new Error(`Read failed: ${path}: ${(error as Error).message}`, { cause: error });
    }
    const { version, policies, groups, filters, gaps } = (value ?? {}) as Partial<Snapshot>;
    if (version !== 1 || !Array.isArray(policies) || !groups || !filters || !Array.isArray(gaps)) {
        throw new Error(
            `Read failed: ${path} is no snapshot of this version. Make one with \`pulumi-intune snapshot\`.`,
        );
    }
    return value as Snapshot;
}

/** A tenant's snapshot: from a file where one is named, else from the tenant itself. */
export async function readSnapshot(
    { snapshot, kind }: { readonly snapshot?: string; readonly kind?: readonly KindName[] },
    progress: ProgressLine,
): Promise<Snapshot> {
    if (snapshot !== undefined) {
        return readSnapshotFile(snapshot);
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
