import { appendFileSync } from "node:fs";

/** What the suites count for docs/reliability.md. */
export type Fact =
    | "crash points"
    | "unclear ends"
    | "histories"
    | "steps of histories"
    | "chaotic runs"
    | "faults in chaotic runs"
    | "bad inputs"
    | "hostile answers"
    | "places searched for secrets"
    | "rows held under load"
    | "requests per second under load";

/** Adds to a count; `npm run reliability` collects them, and nothing happens without it. */
export function count(fact: Fact, amount = 1): void {
    const file = process.env["PULUMI_INTUNE_FACTS"];
    if (file !== undefined) {
        appendFileSync(file, `${JSON.stringify({ fact, amount })}\n`);
    }
}
