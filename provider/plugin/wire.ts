import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import { unknownValue } from "../assignment/unknown";
import { isObject } from "../assignment/isObject";

/** Which parts of some properties are secret. */
type Secrets = "whole" | { readonly [key: string]: Secrets };

/** Properties as handlers take them, and what of them has to go back as a secret. */
export interface Opened {
    readonly props: Readonly<Record<string, unknown>>;
    readonly secrets: Readonly<Record<string, Secrets>>;
}

/** The engine's marks for values that are more than they look like. */
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const outputSignature = "d0e6a833031e9bbcd3f4e8bde6ca49a4";

/** The engine has one text for each type a value will have; handlers know one for all. */
const unknownValues: ReadonlySet<unknown> = new Set([
    unknownValue,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]);

interface OpenedValue {
    readonly value: unknown;
    readonly secrets?: Secrets | undefined;
}

function openValue(value: unknown): OpenedValue {
    if (unknownValues.has(value)) {
        return { value: unknownValue };
    }
    if (Array.isArray(value)) {
        const items = value.map(openValue);
        // The order of lists is not kept, so a secret in one makes all of it secret.
        const isSecret = items.some(({ secrets }) => secrets !== undefined);
        return { value: items.map((item) => item.value), ...(isSecret ? { secrets: "whole" } : {}) };
    }
    if (!isObject(value)) {
        return { value };
    }
    switch (value[signatureKey]) {
        case secretSignature:
            return { value: openValue(value["value"]).value, secrets: "whole" };
        case outputSignature: {
            const inner = "value" in value ? openValue(value["value"]) : { value: unknownValue };
            return value["secret"] === true ? { value: inner.value, secrets: "whole" } : inner;
        }
        default: {
            const { props, secrets } = openEntries(value);
            return { value: props, ...(Object.keys(secrets).length > 0 ? { secrets } : {}) };
        }
    }
}

function openEntries(value: Record<string, unknown>): Opened {
    const entries = Object.entries(value).map(([key, item]) => [key, openValue(item)] as const);
    return {
        props: Object.fromEntries(entries.map(([key, item]) => [key, item.value])),
        secrets: Object.fromEntries(
            entries.flatMap(([key, { secrets }]) => (secrets === undefined ? [] : [[key, secrets]])),
        ),
    };
}

/** Takes the engine's wrappings off. */
export function open(struct: Struct | undefined): Opened {
    return openEntries(struct?.toJavaScript() ?? {});
}

function sealValue(value: unknown, secrets: Secrets | undefined): unknown {
    if (secrets === undefined) {
        return value;
    }
    if (secrets === "whole" || !isObject(value)) {
        return { [signatureKey]: secretSignature, value };
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sealValue(item, secrets[key])]));
}

/** What only Graph can tell is made of the inputs: if any of them is secret, so is that. */
export function seal(props: Readonly<Record<string, unknown>>, from: Opened): Struct {
    const isTainted = Object.keys(from.secrets).length > 0;
    const sealed = Object.entries(props)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [
            key,
            sealValue(value, from.secrets[key] ?? (isTainted && !(key in from.props) ? "whole" : undefined)),
        ]);
    return Struct.fromJavaScript(Object.fromEntries(sealed) as Record<string, JavaScriptValue>);
}

/** Marks the given properties as secret, whatever they were. */
export function withSecrets(from: Opened, keys: Iterable<string>): Opened {
    const more = [...keys].filter((key) => key in from.props).map((key) => [key, "whole"] as const);
    return { props: from.props, secrets: { ...from.secrets, ...Object.fromEntries(more) } };
}
