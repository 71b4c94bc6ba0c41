/** Types of actionlint.mjs for tests. */
export function ensureActionlint(): Promise<string>;
