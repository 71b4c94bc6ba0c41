import * as pulumi from "@pulumi/pulumi";
import type { ResourceName } from "../../provider/assignment/resourceName";
import { packageVersion } from "../packageVersion";
import { typeToken } from "../resource";

/** Type token of a resource of the plugin. */
export function pluginToken<Name extends ResourceName>(name: Name): `intune:index:${Name}` {
    return `intune:index:${name}`;
}

/** The plugin is that of this version; the resource is known by its dynamic type too, so that a stack can move. */
export function pluginOptions(
    name: ResourceName,
    opts: pulumi.CustomResourceOptions | undefined,
): pulumi.CustomResourceOptions {
    return pulumi.mergeOptions({ aliases: [{ type: typeToken(name) }], version: packageVersion() }, opts);
}

/** Graph has the arguments of what is only read. */
export const nothing = {} as never;
