import { resolveSettings, type Settings } from "../../provider/settings";

/** Settings for a service on loopback, with what a test changes. */
export function testSettings(changes: Partial<Settings> = {}): Settings {
    const config: Record<string, string> = { endpoint: "http://127.0.0.1:1", accessToken: "test-token", pacing: "off" };
    return { ...resolveSettings({ get: (key) => config[key], env: {} }), ...changes };
}
