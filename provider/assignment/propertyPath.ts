import { quote } from "./quote";

const plainName = /^[A-Za-z_$][\w$]{0,59}$/;

/** Path of a property or of an element of a list, as Pulumi writes it: `targets[2].filterId`, `target["@odata.type"]`. */
export function propertyPath(parent: string, key: string | number): string {
    if (typeof key === "number") {
        return `${parent}[${String(key)}]`;
    }
    if (!plainName.test(key)) {
        return `${parent}[${quote(key)}]`;
    }
    return parent === "" ? key : `${parent}.${key}`;
}

/** The path that a JSON pointer names. Pointers of ours pass through known names and indexes only. */
export function fromPointer(pointer: string): string {
    return pointer
        .split("/")
        .slice(1)
        .reduce((path, key) => propertyPath(path, /^\d+$/.test(key) ? Number(key) : key), "");
}
