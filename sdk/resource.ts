import * as pulumi from "@pulumi/pulumi";
import type { ResourceName } from "../provider/assignment/resourceName";

/** Type token of a resource of the dynamic-provider host. */
export function typeToken<Name extends ResourceName>(name: Name): `pulumi-nodejs:dynamic/intune:${Name}` {
    return `pulumi-nodejs:dynamic/intune:${name}`;
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

/** Pulumi makes an output of each property that it is given a name of, so those that are open are named. */
export function withOpen(names: readonly string[], args: object): Record<string, pulumi.Input<unknown>> {
    return { ...Object.fromEntries(names.map((name) => [name, undefined])), ...args };
}

/** What the engine is given for a resource: its arguments, its outputs still open, and the provider's text. */
export function resourceProperties(
    handler: HandlerName,
    args: object,
    outputNames: readonly string[],
): Record<string, pulumi.Input<unknown>> {
    return { ...withOpen(outputNames, args), __provider: providerText(handler) };
}

export function isResourceOf(value: unknown, token: string): boolean {
    return pulumi.CustomResource.isInstance(value) && (value as { __pulumiType?: unknown }).__pulumiType === token;
}
