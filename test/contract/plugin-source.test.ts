import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";

const root = resolve(__dirname, "../..");

/** What a plugin on this port says of itself. */
function infoOf(port: string): Promise<PluginInfo> {
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    return new Promise((done, fail) => {
        client.getPluginInfo(new Empty(), (error, info) => {
            client.close();
            if (error) {
                fail(error);
            } else {
                done(info);
            }
        });
    });
}

describe("the checkout as a plugin (PulumiPlugin.yaml)", () => {
    it("names the runtime whose loader starts the plugin from package.json's main", async () => {
        assert.match(readFileSync(resolve(root, "PulumiPlugin.yaml"), "utf8"), /^runtime: nodejs$/m);
        // The program with which Pulumi's Node host runs a plugin from source.
        const loader = require.resolve("@pulumi/pulumi/cmd/run-plugin");
        const plugin = spawn(process.execPath, [loader, root], { stdio: ["ignore", "pipe", "inherit"] });
        try {
            const [port] = (await once(createInterface(plugin.stdout), "line")) as [string];
            const { version } = JSON.parse(readFileSync(resolve(root, "package.json"), "utf8")) as { version: string };
            assert.equal((await infoOf(port)).getVersion(), version);
        } finally {
            plugin.kill();
        }
    });
});
