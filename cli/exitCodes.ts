/** What the commands end with; docs/cli.md lists them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, different: 3 } as const;
