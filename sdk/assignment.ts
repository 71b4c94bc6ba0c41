import type { Target } from "../provider/assignment/arguments";

/** One assignment as Graph has it. */
export interface Assignment {
    /** Derived by Intune. */
    readonly id: string;
    readonly target: Target;
    /** `direct`; undefined on v1.0. */
    readonly source?: string;
    /** The policy's own id for a direct assignment; undefined on v1.0. */
    readonly sourceId?: string;
}
