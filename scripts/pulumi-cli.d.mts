/** Types of pulumi-cli.mjs for tests and benchmarks. */
export function cacheFolder(env?: NodeJS.ProcessEnv): string;
export function ensurePulumi(): Promise<string>;
export function ensureHost(language: "yaml" | "python"): Promise<string>;
export function requireGo(lack: string): Promise<string>;
export function engineEnvironment(options: {
    bin: string;
    home: string;
    node?: string;
    sdk?: string;
}): Record<string, string | undefined>;
