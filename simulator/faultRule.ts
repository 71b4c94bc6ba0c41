/** Fault rules that come as JSON from another process. */
import type { FaultRule } from "./faults";

/** Properties of each action, and whether they have to be there. */
const actions: Readonly<Record<string, Readonly<Record<string, { type: string; isRequired: boolean }>>>> = {
    status: {
        status: { type: "number", isRequired: true },
        headers: { type: "object", isRequired: false },
        body: { type: "any", isRequired: false },
        applied: { type: "boolean", isRequired: false },
    },
    drop: { applied: { type: "boolean", isRequired: true } },
    truncate: { cut: { type: "boolean", isRequired: false } },
    html: { status: { type: "number", isRequired: true }, applied: { type: "boolean", isRequired: false } },
    emptyBody: {},
    delay: { ms: { type: "number", isRequired: true } },
    drip: { ms: { type: "number", isRequired: true } },
    random: {},
};
const ruleProperties = {
    method: { type: "string", isRequired: false },
    path: { type: "string", isRequired: false },
    skip: { type: "number", isRequired: false },
    times: { type: "number", isRequired: false },
    chance: { type: "number", isRequired: false },
    action: { type: "object", isRequired: true },
};

function problemIn(
    value: Readonly<Record<string, unknown>>,
    allowed: Readonly<Record<string, { type: string; isRequired: boolean }>>,
    where: string,
): string | undefined {
    const stranger = Object.keys(value).find((key) => !Object.hasOwn(allowed, key));
    if (stranger !== undefined) {
        return `${where} has no ${stranger}: known are ${Object.keys(allowed).join(", ") || "no properties"}.`;
    }
    const wrong = Object.entries(allowed).find(([key, { type, isRequired }]) => {
        const given = value[key];
        return given === undefined ? isRequired : type !== "any" && (given === null || typeof given !== type);
    });
    return wrong && `${where} needs ${wrong[0]}, a ${wrong[1].type}.`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The rule, or what is wrong with it as a text. */
export function readFaultRule(value: unknown): FaultRule | string {
    if (!isObject(value) || !isObject(value["action"])) {
        return 'A fault is {"method", "path", "skip", "times", "action": {"type", ...}}.';
    }
    const { type, ...rest } = value["action"];
    const allowed = typeof type === "string" && Object.hasOwn(actions, type) ? actions[type] : undefined;
    if (allowed === undefined) {
        return `action.type is one of ${Object.keys(actions).join(", ")}.`;
    }
    const problem = problemIn(value, ruleProperties, "A fault") ?? problemIn(rest, allowed, `action ${String(type)}`);
    if (problem !== undefined) {
        return problem;
    }
    const rule = value as unknown as FaultRule;
    try {
        new RegExp(rule.path ?? "");
    } catch {
        return "path is no regular expression.";
    }
    return rule;
}
