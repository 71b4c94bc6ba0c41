import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { emptyTenant, type Tenant, type TenantState } from "./tenant";

/** Reads a tenant from a file; undefined where there is none. Errors: not readable as a tenant. */
export function loadState(path: string): TenantState | undefined {
    if (!existsSync(path)) {
        return undefined;
    }
    try {
        return { ...emptyTenant, ...(JSON.parse(readFileSync(path, "utf8")) as Partial<TenantState>) };
    } catch (error: unknown) {
        throw new Error(
            `The state file ${path} can't be read: ${(error as Error).message}. Mend it, or remove it to begin anew.`,
        );
    }
}

/** Saves the tenant after every change, whole or not at all. */
export function keepState(tenant: Tenant, path: string): void {
    mkdirSync(dirname(path), { recursive: true });
    const save = (): void => {
        const half = `${path}.${String(process.pid)}.new`;
        writeFileSync(half, `${JSON.stringify(tenant.toJSON(), undefined, 2)}\n`);
        renameSync(half, path);
    };
    tenant.onChange = save;
    save();
}
