import { unavoidableSeconds, type BenchRecord } from "./record";

/** A number the project holds itself to, with what was measured for it. */
export interface Promised {
    readonly work: string;
    readonly atMost: number;
    readonly measured: number;
    readonly unit: string;
}

const megabyte = 1_000_000;

/** Every promised number, read out of a record. */
export function promisedNumbers({ promises, startUp, rowBytes }: BenchRecord): Promised[] {
    const life = (name: string) => {
        const measured = promises[name];
        if (measured === undefined) {
            throw new Error(`${name} was not measured`);
        }
        return measured;
    };
    const { manyRows, sets, throttledSets, fastLane, oneSet } = {
        manyRows: life("manyRows").intune,
        sets: life("sets"),
        throttledSets: life("throttledSets"),
        fastLane: life("fastLane").intune,
        oneSet: life("oneSet").intune,
    };
    const throttledFloor =
        throttledSets.floor.create.seconds + unavoidableSeconds(throttledSets.intune.create.requests.writes);
    const row = (work: string, atMost: number, measured: number, unit: string): Promised => ({
        work,
        atMost,
        measured,
        unit,
    });
    return [
        row("one row in the state, indentation not counted", 2_000, rowBytes.resource, "bytes"),
        row("its `__provider`", 150, rowBytes.provider, "bytes"),
        row("preview of the quickstart over the floor, median of pairs", 1.5, startUp.medianRatio, "x"),
        row("no-change preview, 300 rows on 100 policies", 3, manyRows.preview.requests.http, "HTTP requests"),
        row("no-change preview, 100 sets of 10", 3, sets.intune.preview.requests.http, "HTTP requests"),
        row("create 100 sets of 10", 20, sets.intune.create.requests.http, "HTTP requests"),
        row("create 100 sets of 10", 100, sets.intune.create.requests.writes, "writes"),
        row("one policy of 100 changed", 1, sets.intune.change.requests.writes, "writes"),
        row("one policy of 100 changed", 5, sets.intune.change.requests.logical, "requests"),
        row(
            "create 100 sets of 10 at 50 ms over the floor",
            1.2,
            sets.intune.create.seconds / sets.floor.create.seconds,
            "x",
        ),
        row(
            "create 300 sets under the limits, over the floor and the wait that is unavoidable",
            1.1,
            throttledSets.intune.create.seconds / throttledFloor,
            "x",
        ),
        row("answers of 429 in it", 0, throttledSets.intune.create.throttled, "answers"),
        row("provider's memory, 100 sets of 10", 150, (sets.intune.create.memoryBytes ?? NaN) / megabyte, "MB"),
        row("1,000 rows on one policy at 100 ms, fast lane: up", 13, fastLane.create.seconds, "s"),
        row("the same: preview", 12, fastLane.preview.seconds, "s"),
        row("the same: destroy", 7, fastLane.destroy.seconds, "s"),
        row("one set of 100 at 100 ms: up", 4, oneSet.create.seconds, "s"),
        row("the same: preview", 3, oneSet.preview.seconds, "s"),
    ];
}
