import type { Target } from "../assignment/arguments";
import { describeTarget } from "../assignment/target";

const mostNamed = 3;

/** What is said when new resources find their assignments: the only sign of a second stack that Graph gives. */
export function adoptionNote(object: string, targets: readonly Target[]): string {
    const named = targets.slice(0, mostNamed).map(describeTarget).join("; ");
    const rest = targets.length > mostNamed ? ` and ${String(targets.length - mostNamed)} more` : "";
    return `${object}: assigned already, adopted: ${named}${rest}. If another stack declares the same, leave it to one of the two.`;
}
