import type { Plan } from "./plan";

/** What `pulumi import --file` takes. The version is the one that programs ask for. */
export function importFile({ resources }: Plan, version: string | undefined): string {
    const entries = resources.map(({ class: type, name, importId }) => ({
        type: `intune:index:${type}`,
        name,
        id: importId,
        ...(version === undefined ? {} : { version }),
    }));
    return `${JSON.stringify({ resources: entries }, undefined, 4)}\n`;
}
