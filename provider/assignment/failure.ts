/** One argument that can't be right, as `check` reports it. */
export interface Failure {
    /** Path of the argument, like `targets[2].filterId`; empty where the resource as a whole is at fault. */
    readonly property: string;
    /** Why, and what to do next, in one line. */
    readonly reason: string;
}
