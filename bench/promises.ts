import type { Host } from "../test/support/program";
import { unavoidableSeconds, type HostRecord, type Measured } from "./record";

/** A number the project holds itself to, with what was measured for it. Absent: not promised for this host. */
export interface Promised {
    readonly work: string;
    readonly unit: string;
    readonly atMost: Partial<Readonly<Record<Host, number>>>;
    readonly measured: Partial<Readonly<Record<Host, number>>>;
}

interface Row {
    readonly work: string;
    readonly unit: string;
    readonly atMost: Promised["atMost"];
    readonly read: (record: HostRecord) => number;
}

const megabyte = 1_000_000;

const both = (atMost: number): Promised["atMost"] => ({ dynamic: atMost, plugin: atMost });

function life({ promises }: HostRecord, name: string): Measured {
    const measured = promises[name];
    if (measured === undefined) {
        throw new Error(`${name} was not measured`);
    }
    return measured;
}

/** Seconds that creating took, over those of the floor and of the wait that Intune's limits make unavoidable. */
function overTheWait({ intune, floor }: Measured): number {
    const wait = unavoidableSeconds(intune.create.requests.writes);
    return intune.create.seconds / (floor.create.seconds + wait);
}

const rows: readonly Row[] = [
    {
        work: "one row in the state, indentation not counted",
        unit: "bytes",
        atMost: { dynamic: 2_000, plugin: 1_700 },
        read: ({ rowBytes }) => rowBytes.resource,
    },
    {
        work: "its `__provider`",
        unit: "bytes",
        atMost: { dynamic: 150 },
        read: ({ rowBytes }) => rowBytes.provider,
    },
    {
        work: "preview of the TypeScript quickstart over the floor, median of pairs",
        unit: "x",
        atMost: { dynamic: 1.5 },
        read: ({ startUp }) => startUp.medianRatio,
    },
    {
        work: "`up` of a YAML program of one row over the floor, median of pairs",
        unit: "x",
        atMost: { plugin: 1.5 },
        read: ({ startUp }) => startUp.medianRatio,
    },
    {
        work: "no-change preview, 300 rows on 100 policies",
        unit: "HTTP requests",
        atMost: both(3),
        read: (record) => life(record, "manyRows").intune.preview.requests.http,
    },
    {
        work: "no-change preview, 100 sets of 10",
        unit: "HTTP requests",
        atMost: both(3),
        read: (record) => life(record, "sets").intune.preview.requests.http,
    },
    {
        work: "create 100 sets of 10",
        unit: "HTTP requests",
        atMost: both(20),
        read: (record) => life(record, "sets").intune.create.requests.http,
    },
    {
        work: "create 100 sets of 10",
        unit: "writes",
        atMost: both(100),
        read: (record) => life(record, "sets").intune.create.requests.writes,
    },
    {
        work: "one policy of 100 changed",
        unit: "writes",
        atMost: both(1),
        read: (record) => life(record, "sets").intune.change.requests.writes,
    },
    {
        work: "one policy of 100 changed",
        unit: "requests",
        atMost: both(5),
        read: (record) => life(record, "sets").intune.change.requests.logical,
    },
    {
        work: "create 100 sets of 10 at 50 ms over the floor",
        unit: "x",
        atMost: both(1.2),
        read: (record) => life(record, "sets").intune.create.seconds / life(record, "sets").floor.create.seconds,
    },
    {
        work: "create 300 sets under the limits, over the floor and the wait that is unavoidable",
        unit: "x",
        atMost: both(1.1),
        read: (record) => overTheWait(life(record, "throttledSets")),
    },
    {
        work: "answers of 429 in it",
        unit: "answers",
        atMost: both(0),
        read: (record) => life(record, "throttledSets").intune.create.throttled,
    },
    {
        work: "provider's memory, 100 sets of 10",
        unit: "MB",
        atMost: both(150),
        read: (record) => (life(record, "sets").intune.create.memoryBytes ?? NaN) / megabyte,
    },
    {
        work: "1,000 rows on one policy at 100 ms, fast lane: up",
        unit: "s",
        atMost: both(13),
        read: (record) => life(record, "fastLane").intune.create.seconds,
    },
    {
        work: "the same: preview",
        unit: "s",
        atMost: both(12),
        read: (record) => life(record, "fastLane").intune.preview.seconds,
    },
    {
        work: "the same: destroy",
        unit: "s",
        atMost: both(7),
        read: (record) => life(record, "fastLane").intune.destroy.seconds,
    },
    {
        work: "one set of 100 at 100 ms: up",
        unit: "s",
        atMost: both(4),
        read: (record) => life(record, "oneSet").intune.create.seconds,
    },
    {
        work: "the same: preview",
        unit: "s",
        atMost: both(3),
        read: (record) => life(record, "oneSet").intune.preview.seconds,
    },
];

/** Every promised number, read out of the records of both hosts. */
export function promisedNumbers(hosts: Readonly<Record<Host, HostRecord>>): Promised[] {
    return rows.map(({ work, unit, atMost, read }) => {
        const measured = (Object.keys(atMost) as Host[]).map((host) => [host, read(hosts[host])] as const);
        return { work, unit, atMost, measured: Object.fromEntries(measured) };
    });
}
