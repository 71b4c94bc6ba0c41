import { createSession, type Session } from "../../provider/operations/session";
import { createClient } from "../../provider/graph";
import { tokenSource } from "../../provider/credentials";
import { resolveSettings } from "../../provider/settings";
import type { Deps } from "../../provider/deps";
import { fastDeps } from "./deps";

/** A session as the provider opens it, over real HTTP, with the given stack configuration. */
export function openSession(url: string, config: Record<string, string> = {}, deps: Deps = fastDeps()): Session {
    const all: Record<string, string> = { endpoint: url, accessToken: "test-token", ...config };
    const settings = resolveSettings({ get: (key) => all[key], env: {} });
    return createSession(
        settings,
        deps,
        new AbortController().signal,
        createClient(settings, tokenSource(settings), deps),
    );
}
