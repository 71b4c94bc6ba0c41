/** Types of python.mjs for tests. */
export function ensurePython(): Promise<string>;
export function installInto(folder: string, bin: string, source: string): Promise<void>;
