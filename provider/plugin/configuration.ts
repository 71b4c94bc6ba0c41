import { ConfigurationError } from "../errors";
import type { Failure } from "../assignment/failure";
import { containsUnknown, isUnknown } from "../assignment/unknown";
import { resolveSettings } from "../settings";
import { settingKeys, type SettingName } from "../settingKeys";
import type { ConfigReader } from "../run";
import type { DiffResult, Properties } from "../resources/handler";

const names = Object.keys(settingKeys) as SettingName[];

/** Settings that are kept as secrets even if the user gave them in the open. */
export const secretSettings: readonly string[] = names.filter((name) => settingKeys[name].secret);

/** The engine gives numbers and booleans as such or as text, depending on where they come from. */
function textOf(value: unknown): string | undefined {
    if (typeof value === "number" || typeof value === "boolean") {
        return String(value);
    }
    return typeof value === "string" && !isUnknown(value) ? value : undefined;
}

/** Reads the provider's own properties as the stack's configuration. */
export function configReader(props: Properties): ConfigReader {
    return { get: (key) => textOf(props[key.replace(/^intune:/, "")]) };
}

/** Judges a configuration as a run will; one that a preview can't know in full is not judged. */
export function checkConfiguration(props: Properties, env: Record<string, string | undefined>): readonly Failure[] {
    if (containsUnknown(props)) {
        return [];
    }
    try {
        resolveSettings({ get: (key) => textOf(props[key]), env });
        return [];
    } catch (error: unknown) {
        if (error instanceof ConfigurationError) {
            return [{ property: "", reason: error.message }];
        }
        throw error;
    }
}

/** A new setting is a new way to the same assignments: nothing has to be replaced for it. */
export function diffConfiguration(olds: Properties, news: Properties): Pick<DiffResult, "changes" | "detailed"> {
    const changed = names.filter((name) => textOf(olds[name]) !== textOf(news[name]));
    return {
        changes: changed.length > 0,
        detailed: Object.fromEntries(
            changed.map((name) => [
                name,
                olds[name] === undefined ? "add" : news[name] === undefined ? "delete" : "update",
            ]),
        ),
    };
}
