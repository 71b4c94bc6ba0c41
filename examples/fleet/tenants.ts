// The fleet: a stack's name for each tenant, with its `intune:` settings. No secret stands here: sign in by OIDC, a
// managed identity, or secrets in the environment.
import { readFileSync } from "node:fs";

/** Settings of the provider by key, such as `tenantId`. */
export type Settings = Readonly<Record<string, string>>;
export type Tenants = Readonly<Record<string, Settings>>;

const secretKeys = ["accessToken", "clientSecret", "clientCertificatePassword", "oidcToken", "oidcRequestToken"];

function check(name: string, settings: unknown): string | undefined {
    if (!/^[A-Za-z0-9._-]{1,100}$/.test(name)) {
        return `"${name}" can't be a stack's name: use letters, digits, dots, hyphens and underscores.`;
    }
    if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
        return `${name}: its settings have to be an object.`;
    }
    for (const [key, value] of Object.entries(settings)) {
        if (typeof value !== "string") {
            return `${name}: ${key} has to be a text.`;
        }
        if (secretKeys.includes(key)) {
            return `${name}: ${key} is a secret and does not belong in this file: give it to the environment.`;
        }
    }
    return undefined;
}

/** Reads the fleet, or those tenants of it that are named. Errors say what to mend. */
export function readTenants(file: string, only: readonly string[] = []): Tenants {
    let all: unknown;
    try {
        all = JSON.parse(readFileSync(file, "utf8"));
    } catch (error: unknown) {
        throw new Error(`${file} can't be read: ${(error as Error).message}`);
    }
    if (typeof all !== "object" || all === null || Array.isArray(all)) {
        throw new Error(`${file} has to hold an object: a tenant's settings by its name.`);
    }
    const problems = Object.entries(all).flatMap(([name, settings]) => check(name, settings) ?? []);
    const unknown = only.filter((name) => !Object.hasOwn(all, name)).map((name) => `${name} is not in it.`);
    if (problems.length + unknown.length > 0) {
        throw new Error(`${file}: ${[...problems, ...unknown].join(" ")}`);
    }
    const chosen = Object.entries(all as Tenants).filter(([name]) => only.length === 0 || only.includes(name));
    if (chosen.length === 0) {
        throw new Error(`${file} holds no tenant.`);
    }
    return Object.fromEntries(chosen);
}
