import * as pulumi from "@pulumi/pulumi";
import { packageVersion } from "./packageVersion";
import type { ResourceName } from "../provider/assignment/resourceName";

/** Type token of a resource of the dynamic-provider host. */
export function dynamicToken<Name extends ResourceName>(name: Name): `pulumi-nodejs:dynamic/intune:${Name}` {
    return `pulumi-nodejs:dynamic/intune:${name}`;
}

/** Type token of a resource of the plugin. */
export function pluginToken<Name extends ResourceName>(name: Name): `intune:index:${Name}` {
    return `intune:index:${name}`;
}

/** Handlers of `pulumi-intune/provider`. Stored state names them, so they are for ever; short, since it does so twice. */
export type HandlerName =
    "configurationRow" | "complianceRow" | "enrollmentRow" | "configurationSet" | "complianceSet" | "enrollmentSet";

/**
 * The text that the state holds in place of a provider: the host evaluates it, and it finds the installed package.
 * Nothing is captured, so no version of ours and no secret ever stands in a state file.
 */
export function providerText(handler: HandlerName): string {
    return `exports.handler = () => require("pulumi-intune/provider").${handler};`;
}

/** What is the same for all resources of a class, on either host. */
export interface ResourceClass {
    readonly name: ResourceName;
    readonly handler: HandlerName;
    /** Names of all its properties: the arguments, and what only Graph can tell. */
    readonly properties: readonly string[];
}

/** The arguments of Pulumi's CustomResource. */
type Registration = [token: string, name: string, props: pulumi.Inputs, opts: pulumi.CustomResourceOptions | undefined];

/**
 * What the engine is given for a resource. `token` is that of the class which is made: the plugin's classes derive from
 * the dynamic host's. A plugin's resource knows itself by its dynamic type too, so that a stack can move.
 */
export function registration(
    { name: type, handler, properties }: ResourceClass,
    token: string,
    name: string,
    args: object,
    opts: pulumi.CustomResourceOptions | undefined,
): Registration {
    const open = Object.fromEntries(properties.map((property) => [property, undefined]));
    if (token !== pluginToken(type)) {
        return [token, name, { ...open, ...args, __provider: providerText(handler) }, opts];
    }
    const ours = { aliases: [{ type: dynamicToken(type) }], version: packageVersion() };
    return [token, name, { ...open, ...args }, pulumi.mergeOptions(ours, opts)];
}

export function isResourceOf(value: unknown, token: string): boolean {
    return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: unknown }).__pulumiType === token;
}
