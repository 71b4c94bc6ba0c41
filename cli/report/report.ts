import type { KindName } from "../../provider/assignment/kinds";

/** What a report says; `--format json` writes it as it is. A property may be added within a version, none changes. */
export interface Report {
    readonly version: 1;
    /** ISO 8601, UTC: when the tenant was read. */
    readonly takenAt: string;
    /** Whether a stack was compared. */
    readonly isCompared: boolean;
    readonly numbers: Numbers;
    /** Whom policies are assigned to, most used first. */
    readonly targets: readonly ReportTarget[];
    readonly policies: readonly ReportPolicy[];
    readonly conflicts: readonly Conflict[];
    readonly drift: readonly Drift[];
    /** With `--group` only. */
    readonly targeting?: Targeting;
    /** What could not be read or compared, a sentence each. */
    readonly gaps: readonly string[];
}

export interface Numbers {
    readonly policies: number;
    readonly assignments: number;
    readonly groups: number;
    readonly withFilter: number;
    readonly unassigned: number;
    readonly toEveryone: number;
    readonly conflicts: number;
    readonly drift: number;
}

export interface ReportTarget {
    /** Same for include and exclude of one group. */
    readonly key: string;
    readonly type: "allDevices" | "allLicensedUsers" | "group" | "configurationManagerCollection" | "unknown";
    /** The group's name, else its id. */
    readonly name: string;
    /** Of the group or collection; "" where there is none. */
    readonly id: string;
    readonly policies: number;
}

export interface ReportFilter {
    readonly id: string;
    readonly type: "include" | "exclude";
    readonly name: string;
}

export interface ReportAssignment {
    /** Key of a `ReportTarget`. */
    readonly target: string;
    readonly mode: "include" | "exclude";
    readonly filter?: ReportFilter;
    readonly source: "direct" | "policySets";
    /** The resource of the stack that declares it. */
    readonly resource?: string;
    readonly drift?: Drift["what"];
}

export interface ReportPolicy {
    readonly kind: KindName;
    readonly id: string;
    readonly name: string;
    /** A policy that the stack names and the tenant has not. */
    readonly isMissing?: true;
    readonly assignments: readonly ReportAssignment[];
}

export interface Conflict {
    readonly what: "contradiction" | "duplicate" | "overlap" | "idle exclusion";
    readonly kind: KindName;
    readonly policyId: string;
    /** Key of a `ReportTarget`. */
    readonly target: string;
    readonly explanation: string;
}

export interface Drift {
    /** `missing`: declared and not there. `stray`: there, and a set does not list it. */
    readonly what: "missing" | "stray" | "filter differs";
    readonly kind: KindName;
    readonly policyId: string;
    readonly target: string;
    readonly resource: string;
    readonly explanation: string;
}

/** `unknown` where what was read can't tell. */
export type Outcome = "assigned" | "excluded" | "unknown" | "not assigned";

/** Why a group gets each policy or does not. */
export interface Targeting {
    readonly groupId: string;
    readonly name: string;
    readonly policies: readonly PolicyTargeting[];
}

export interface PolicyTargeting {
    readonly kind: KindName;
    readonly policyId: string;
    readonly name: string;
    readonly outcome: Outcome;
    /** What decides comes first. */
    readonly reasons: readonly string[];
}
