import type * as pulumi from "@pulumi/pulumi";

/** The same shape, with plain values or outputs at every depth. */
export type DeepInput<T> = pulumi.Input<
    T extends string | number | boolean | undefined
        ? T
        : T extends readonly (infer Item)[]
          ? DeepInput<Item>[]
          : { [Key in keyof T]: DeepInput<T[Key]> }
>;
