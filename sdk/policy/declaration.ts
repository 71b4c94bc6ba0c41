import type { KindName } from "../../provider/assignment/kinds";
import type { ResourceName } from "../../provider/assignment/resourceName";

/** A target as a policy pack sees it. A property that is not known yet throws where it is read. */
export interface DeclaredTarget {
    readonly type: string;
    readonly groupId?: string;
    readonly collectionId?: string;
    readonly filterId?: string;
    readonly filterType?: string;
}

/** What the rules need of a resource; @pulumi/policy hands out more, to rules of one resource and of the stack alike. */
export interface ResourceView {
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly props: Record<string, unknown>;
}

interface Shape {
    readonly kind: KindName;
    readonly policyArgument: string;
    readonly isSet: boolean;
}

function shapes<Name extends string>(
    name: Name,
    kind: KindName,
    policyArgument: string,
): Record<Name | `${Name}Set`, Shape> {
    const row = { [name]: { kind, policyArgument, isSet: false } };
    return { ...row, [`${name}Set`]: { kind, policyArgument, isSet: true } } as Record<Name | `${Name}Set`, Shape>;
}

const resources: Record<ResourceName, Shape> = {
    ...shapes("DeviceConfigurationAssignment", "deviceConfiguration", "deviceConfigurationId"),
    ...shapes("DeviceCompliancePolicyAssignment", "deviceCompliancePolicy", "deviceCompliancePolicyId"),
    ...shapes("EnrollmentConfigurationAssignment", "enrollmentConfiguration", "deviceEnrollmentConfigurationId"),
};

/** Tokens of the dynamic host and of the plugin. */
const token = /^(?:pulumi-nodejs:dynamic\/intune|intune:index):(\w+)$/;

/** One row or one set, whichever host serves it. */
export interface Declaration {
    readonly name: string;
    readonly urn: string;
    readonly kind: KindName;
    readonly isSet: boolean;
    /** In lower case. */
    readonly policyId: () => string;
    readonly targets: () => readonly DeclaredTarget[];
    /** The properties with other targets in place of these; for remediation. */
    withTargets(change: (targets: readonly DeclaredTarget[]) => readonly DeclaredTarget[]): Record<string, unknown>;
}

/** Reads a resource; undefined where it assigns nothing of Intune's. */
export function declarationOf({ type, name, urn, props }: ResourceView): Declaration | undefined {
    const shape = (resources as Readonly<Record<string, Shape>>)[token.exec(type)?.[1] ?? ""];
    if (shape === undefined) {
        return undefined;
    }
    const { kind, isSet, policyArgument } = shape;
    const targets = (): readonly DeclaredTarget[] =>
        isSet ? ((props["targets"] ?? []) as DeclaredTarget[]) : [props["target"] as DeclaredTarget];
    return {
        name,
        urn,
        kind,
        isSet,
        policyId: () => String(props[policyArgument]).toLowerCase(),
        targets,
        withTargets(change) {
            const changed = change(targets());
            return { ...props, ...(isSet ? { targets: changed } : { target: changed[0] }) };
        },
    };
}

/**
 * The value, or undefined where the preview does not know it yet. @pulumi/policy's error is told by its field: the pack's
 * copy of that package may be another than ours.
 */
export function ifKnown<T>(read: () => T): T | undefined {
    try {
        return read();
    } catch (error: unknown) {
        if (error instanceof Error && "unknownTypeSentinel" in error) {
            return undefined;
        }
        throw error;
    }
}
