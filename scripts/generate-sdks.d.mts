/** Types of generate-sdks.mjs for tests. */
export function generateSdks(folder: string): Promise<void>;
