import { readFileSync } from "node:fs";
import type { Target } from "../../provider/assignment/arguments";
import { isObject } from "../../provider/assignment/isObject";
import { kinds, type KindName } from "../../provider/assignment/kinds";
import { normalise } from "../../provider/assignment/normalise";
import { quote } from "../../provider/assignment/quote";
import { resources, type ResourceName } from "../../provider/assignment/resourceName";

/** What a stack says of one policy: one assignment of it, or all. */
export interface Declared {
    /** The resource's name in the program. */
    readonly resource: string;
    readonly kind: KindName;
    /** In lower case. */
    readonly policyId: string;
    readonly isSet: boolean;
    readonly targets: readonly Target[];
}

/** A stack's declarations, and a sentence for each that can't be compared. */
export interface Stack {
    readonly declared: readonly Declared[];
    readonly gaps: readonly string[];
}

/** Tokens of the dynamic host and of the plugin. */
const token = /^(?:pulumi-nodejs:dynamic\/intune|intune:index):(\w+)$/;
const targetTypes = new Set<unknown>([
    "allDevices",
    "allLicensedUsers",
    "group",
    "exclusionGroup",
    "configurationManagerCollection",
]);

/** Secrets and unknown values of a state are objects of another form, and are no targets. */
function isTarget(value: unknown): value is Target {
    return (
        isObject(value) &&
        targetTypes.has(value["type"]) &&
        Object.values(value).every((property) => typeof property === "string")
    );
}

function lastOf(urn: unknown): string {
    return typeof urn === "string" ? (urn.split("::").pop() ?? "") : "";
}

function readResource(raw: Readonly<Record<string, unknown>>): Declared | string | undefined {
    const name = token.exec(String(raw["type"]))?.[1] ?? "";
    if (!Object.hasOwn(resources, name) || raw["delete"] === true) {
        return undefined;
    }
    const { kind, isSet } = resources[name as ResourceName];
    const resource = lastOf(raw["urn"]);
    const inputs = normalise(isObject(raw["inputs"]) ? raw["inputs"] : {});
    if (inputs["userId"] !== undefined) {
        return `${name} ${quote(resource)} was not compared: assignments of one user are not in a snapshot.`;
    }
    const policyId = inputs[kinds[kind].policyArgument];
    const targets: unknown = isSet ? inputs["targets"] : [inputs["target"]];
    if (typeof policyId !== "string" || !Array.isArray(targets) || !targets.every(isTarget)) {
        return `${name} ${quote(resource)} was not compared: its policy or targets are secret or unknown in the stack.`;
    }
    return { resource, kind, policyId: policyId.toLowerCase(), isSet, targets };
}

/** Reads what `pulumi stack export` writes. Errors: the text is something else. */
export function parseStack(text: string, name: string): Stack {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (error: unknown) {
        throw new Error(`Read failed: ${name} is no JSON: ${(error as Error).message}`, { cause: error });
    }
    const deployment = isObject(value) ? value["deployment"] : undefined;
    const list = isObject(deployment) ? (deployment["resources"] ?? []) : undefined;
    if (!Array.isArray(list)) {
        throw new Error(`Read failed: ${name} is no stack. Make it with \`pulumi stack export --file ${name}\`.`);
    }
    const read = list.filter(isObject).map(readResource);
    return {
        declared: read.filter((item) => typeof item === "object"),
        gaps: read.filter((item) => typeof item === "string"),
    };
}

/** Reads a stack's file; `-` is standard input. */
export function readStack(path: string): Stack {
    let text: string;
    try {
        text = readFileSync(path === "-" ? 0 : path, "utf8");
    } catch (error: unknown) {
        throw new Error(`Read failed: ${path}: ${(error as Error).message}`, { cause: error });
    }
    return parseStack(text, path === "-" ? "stack.json" : path);
}
