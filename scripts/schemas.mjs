import { readFileSync } from "node:fs";

/** Class names of the resources, in the order they are generated. */
export const resourceNames = [
    "DeviceConfigurationAssignment",
    "DeviceConfigurationAssignmentSet",
    "DeviceCompliancePolicyAssignment",
    "DeviceCompliancePolicyAssignmentSet",
    "EnrollmentConfigurationAssignment",
    "EnrollmentConfigurationAssignmentSet",
];

function read(file) {
    return JSON.parse(readFileSync(new URL(`../provider/schemas/${file}`, import.meta.url), "utf8"));
}

/** Puts the definition in place of each reference to one, so that annotations stand where errors point. */
function inline(value, lookUp) {
    if (Array.isArray(value)) {
        return value.map((item) => inline(item, lookUp));
    }
    if (typeof value !== "object" || value === null) {
        return value;
    }
    const definition = typeof value.$ref === "string" ? lookUp(value.$ref) : undefined;
    return definition ?? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inline(item, lookUp)]));
}

/** The union of targets, whole in itself. */
export function readTarget() {
    const ids = read("ids.json").definitions;
    const { definitions, ...target } = read("target.json");
    const lookUp = (ref) => {
        const name = ref.split("/").pop();
        return ref.startsWith("ids.json#") ? ids[name] : inline(definitions[name], lookUp);
    };
    return inline(target, lookUp);
}

/** The arguments of a resource; the only references left are those to `target.json`. */
export function readResource(name) {
    const ids = read("ids.json").definitions;
    const lookUp = (ref) => (ref.startsWith("ids.json#") ? ids[ref.split("/").pop()] : undefined);
    return inline(read(`${name[0].toLowerCase()}${name.slice(1)}.json`), lookUp);
}

/** The keys of the stack's configuration. */
export function readSettings() {
    return read("settings.json");
}
