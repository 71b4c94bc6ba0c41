import assert from "node:assert/strict";
import { createGathering } from "../../provider/operations/gathering";
import { processDeps } from "../../provider/deps";

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Operations that wait one by one, as an engine hands them out; each notes when it was let go. */
function start(
    count: number,
    everyMs: number,
): { gathering: ReturnType<typeof createGathering>; rounds: Promise<number[]> } {
    const gathering = createGathering(processDeps({}));
    const rounds: number[] = [];
    let lastMs = -Infinity;
    async function one(): Promise<void> {
        const leave = gathering.enter();
        const ended = await gathering.complete();
        const nowMs = performance.now();
        if (nowMs - lastMs > 2) {
            rounds.push(0);
        }
        lastMs = nowMs;
        rounds[rounds.length - 1]! += 1;
        await sleep(20);
        ended();
        leave();
    }
    async function all(): Promise<number[]> {
        const operations: Promise<void>[] = [];
        for (let at = 0; at < count; at += 1) {
            operations.push(one());
            await sleep(everyMs);
        }
        await Promise.all(operations);
        return rounds;
    }
    return { gathering, rounds: all() };
}

describe("gathering", () => {
    it("lets a single operation go after a short silence", async () => {
        const startMs = performance.now();
        assert.deepEqual(await start(1, 0).rounds, [1]);
        assert.ok(performance.now() - startMs < 500);
    });

    it("keeps operations that come a few milliseconds apart together", async () => {
        assert.deepEqual(await start(8, 10).rounds, [8]);
    });

    it("lets a full batch go at once and the rest after it", async () => {
        assert.deepEqual(await start(25, 0).rounds, [20, 5]);
    });

    it("waits for nobody once as many are there as the engine hands out", async () => {
        const { gathering, rounds } = start(4, 5);
        await rounds;
        const leaves = [1, 2, 3, 4].map(() => gathering.enter());
        const startMs = performance.now();
        await Promise.all(
            leaves.map(async (leave) => {
                (await gathering.complete())();
                leave();
            }),
        );
        assert.ok(performance.now() - startMs < 50, "the last silence told how many there can be");
    });
});
