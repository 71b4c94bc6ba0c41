import type * as pulumi from "@pulumi/pulumi";
import type { Found } from "../provider/operations/lookup";

interface ByName<Text> {
    /** The whole name as Intune or Entra shows it, in its case. */
    readonly displayName: Text;
    readonly id?: undefined;
}

interface ById<Text> {
    /** The object's id, a GUID. */
    readonly id: Text;
    readonly displayName?: undefined;
}

/** What is meant: by its name or by its id. */
export type LookupArgs = ByName<string> | ById<string>;

/** The same, with values that may be known later. */
export type LookupInputs = ByName<pulumi.Input<string>> | ById<pulumi.Input<string>>;

/** An object of the tenant. */
export type LookupResult = Found;
