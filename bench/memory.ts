import { readFileSync, readdirSync, readlinkSync } from "node:fs";

const everyMs = 100;
/** Pulumi's host for dynamic providers, our plugin, and the one that does nothing. */
const providerHost = /dynamic-provider|pulumi-resource-(?:intune|floor)/;

/** Peak resident memory of a process in bytes, as Linux keeps it; undefined where it has ended or is somebody else's. */
function peakOf(pid: string, folder: string): number | undefined {
    try {
        if (!providerHost.test(readFileSync(`/proc/${pid}/cmdline`, "utf8"))) {
            return undefined;
        }
        if (readlinkSync(`/proc/${pid}/cwd`) !== folder) {
            return undefined;
        }
        const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
        return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
    } catch {
        return undefined;
    }
}

/**
 * Watches the provider process of a Pulumi program's folder. The returned function ends the watch and gives the peak of
 * its resident memory in bytes; undefined where there is no /proc.
 */
export function watchProviderMemory(folder: string): () => number | undefined {
    let peak: number | undefined;
    const look = (): void => {
        try {
            for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
                const bytes = peakOf(pid, folder);
                peak = bytes === undefined ? peak : Math.max(peak ?? 0, bytes);
            }
        } catch {
            // No /proc: this is not Linux.
        }
    };
    const timer = setInterval(look, everyMs);
    return () => {
        clearInterval(timer);
        return peak;
    };
}
