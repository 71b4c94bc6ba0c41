import * as pulumi from "@pulumi/pulumi";
import { packageVersion } from "../packageVersion";
import { secretSettings, type Settings } from "./settings";

/** Arguments of Provider. What is left out comes from the environment. */
export type ProviderArgs = { readonly [Key in keyof Settings]: pulumi.Input<Settings[Key]> };

/** The engine keeps a provider's arguments as texts. */
function asText(value: unknown): unknown {
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
}

/**
 * One way to one tenant, for programs that need several: `new DeviceConfigurationAssignment(name, args, { provider })`.
 * Programs with one tenant need none; they use `pulumi config set intune:<key>`.
 */
export class Provider extends pulumi.ProviderResource {
    static readonly __pulumiType = "intune";

    /** True for instances of any copy of this package. */
    static override isInstance(value: unknown): value is Provider {
        const isResource = pulumi.ProviderResource.isInstance(value);
        return isResource && (value as { __pulumiType?: unknown }).__pulumiType === "pulumi:providers:intune";
    }

    /**
     * @param name Unique name of the provider in the stack.
     * @param args The settings; wrong ones are refused by `pulumi preview`. Secrets stay secrets in the state.
     * @param opts Pulumi's resource options.
     */
    constructor(name: string, args: ProviderArgs = {}, opts?: pulumi.ResourceOptions) {
        const props = Object.entries(args).map(([key, value]) => {
            const text = pulumi.output(value).apply(asText);
            return [key, secretSettings.has(key) ? pulumi.secret(text) : text] as const;
        });
        super("intune", name, Object.fromEntries(props), pulumi.mergeOptions({ version: packageVersion() }, opts));
    }
}
