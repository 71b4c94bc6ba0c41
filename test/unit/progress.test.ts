import assert from "node:assert/strict";
import { createProgress } from "../../provider/operations/progress";

describe("progress", () => {
    let nowMs: number;
    let lines: string[];

    function start(): ReturnType<typeof createProgress> {
        nowMs = 0;
        lines = [];
        const ignore = (): void => undefined;
        return createProgress({
            now: () => nowMs,
            log: { info: (line) => void lines.push(line), warn: ignore, debug: ignore },
        });
    }

    const work = (number: number): { policy: string; resource: string } => ({
        policy: `policy ${String(number)}`,
        resource: "set",
    });

    it("is silent in a short run", () => {
        const progress = start();
        progress.plan(work(1));
        progress.begin(work(1));
        nowMs = 4_000;
        progress.end(work(1));
        assert.deepEqual(lines, []);
    });

    it("tells in a long run how many policies are done, of those that have work", () => {
        const progress = start();
        [1, 2, 3, 4].map(work).forEach((each) => {
            progress.plan(each);
        });
        progress.drop(work(4));
        progress.begin(work(1));
        progress.begin(work(2));
        nowMs = 6_000;
        progress.end(work(1));
        assert.deepEqual(lines, ["1 of 3 policies done, 1 under way"]);
    });

    it("tells it every ten seconds at most", () => {
        const progress = start();
        for (let number = 1; number <= 60; number += 1) {
            progress.begin(work(number));
            nowMs += 1_000;
            progress.end(work(number));
        }
        assert.equal(lines.length, 6);
    });

    it("counts a policy as done when all its rows are", () => {
        const progress = start();
        const row = (name: string): { policy: string; resource: string } => ({ policy: "policy", resource: name });
        progress.plan(row("a"));
        progress.plan(row("b"));
        progress.begin(row("a"));
        nowMs = 6_000;
        progress.end(row("a"));
        assert.deepEqual(lines, ["0 of 1 policies done, 0 under way"]);
    });
});
