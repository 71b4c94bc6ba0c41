import type { Host } from "../test/support/program";
import type { Life } from "./measure";
import type { Scenario } from "./scenario";

/** A scenario with what was measured: ours, and in the same run the provider that does nothing. */
export interface Measured {
    readonly scenario: Scenario;
    readonly intune: Life;
    readonly floor: Life;
}

export interface Machine {
    readonly date: string;
    readonly processors: number;
    readonly model: string;
    readonly node: string;
    readonly pulumi: string;
}

/** What is promised for a host, measured. */
export interface HostRecord {
    /**
     * The least thing a user does with a warm CLI, over the same program with a provider that does nothing, pair by pair:
     * a preview of the TypeScript quickstart for the dynamic host, `up` of a YAML program of one row for the plugin.
     */
    readonly startUp: { readonly ratios: readonly number[]; readonly medianRatio: number };
    /**
     * Bytes of one row resource with real ids in the state, not counting indentation, and of its `__provider`, which the
     * plugin's have none of.
     */
    readonly rowBytes: { readonly resource: number; readonly provider: number };
    readonly promises: Readonly<Record<string, Measured>>;
}

/** What docs/bench.json holds. */
export interface BenchRecord {
    /** What a reader has to know of this measurement: `npm run bench -- --note "..."`. */
    readonly note?: string;
    readonly machine: Machine;
    /** By the host that serves the resources, each over its own floor. */
    readonly hosts: Readonly<Record<Host, HostRecord>>;
    readonly matrix: readonly Measured[];
}

const limit = { writes: 100, requests: 1_000, windowSeconds: 20 };

/** Seconds that Intune's documented limits make unavoidable for so many writes: the first window is free. */
export function unavoidableSeconds(writes: number): number {
    return Math.max(0, Math.ceil(writes / limit.writes) - 1) * limit.windowSeconds;
}
