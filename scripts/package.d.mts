/** Types of package.mjs for tests. */
export function makePackage(folder: string): Promise<string>;
