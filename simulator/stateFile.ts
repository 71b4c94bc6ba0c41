import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Tenant } from "./tenant";
import { readTenantState, type TenantState } from "./tenantState";

/** Changes of this many milliseconds are saved together. */
const settleMs = 30;

/** Reads a tenant from a file; undefined where there is none. Errors: not readable as a tenant. */
export function loadState(path: string): TenantState | undefined {
    if (!existsSync(path)) {
        return undefined;
    }
    try {
        return readTenantState(JSON.parse(readFileSync(path, "utf8")));
    } catch (error: unknown) {
        throw new Error(
            `The state file ${path} can't be read: ${(error as Error).message} Mend it, or remove it to begin anew.`,
            { cause: error },
        );
    }
}

/** Saves what is not saved yet. */
export type Flush = () => Promise<void>;

/** Saves the tenant after changes, whole or not at all. */
export async function keepState(tenant: Tenant, path: string): Promise<Flush> {
    let isDirty = true;
    let timer: NodeJS.Timeout | undefined;
    let saving = Promise.resolve();

    async function save(): Promise<void> {
        if (!isDirty) {
            return;
        }
        isDirty = false;
        const half = `${path}.${String(process.pid)}.new`;
        await writeFile(half, `${JSON.stringify(tenant.toJSON(), undefined, 2)}\n`);
        await rename(half, path);
    }

    function flush(): Promise<void> {
        clearTimeout(timer);
        timer = undefined;
        saving = saving.then(save);
        return saving;
    }

    mkdirSync(dirname(path), { recursive: true });
    await flush();
    tenant.onChange(() => {
        isDirty = true;
        timer ??= setTimeout(() => {
            flush().catch((error: unknown) => {
                saving = Promise.resolve();
                process.emitWarning(`The tenant can't be saved: ${(error as Error).message}`);
            });
        }, settleMs);
    });
    return flush;
}
