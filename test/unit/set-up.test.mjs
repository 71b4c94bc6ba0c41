import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
    chmodSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    utimesSync,
    writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withLock } from "../../scripts/lock.mjs";
import { download } from "../../scripts/pulumi-cli/download.mjs";
import { isAtLeast, which } from "../../scripts/pulumi-cli/installed.mjs";
import { cacheFolder, engineEnvironment } from "../../scripts/pulumi-cli.mjs";

let folder;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "pulumi-intune-set-up-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
});

describe("the download of a Pulumi CLI", () => {
    let server;
    let url;
    let archive;

    beforeEach(async () => {
        mkdirSync(join(folder, "release", "pulumi"), { recursive: true });
        writeFileSync(join(folder, "release", "pulumi", "pulumi"), "#!/bin/sh\n");
        execFileSync("tar", ["-czf", join(folder, "a.tar.gz"), "-C", join(folder, "release"), "pulumi"]);
        archive = readFileSync(join(folder, "a.tar.gz"));
        server = createServer((request, response) => {
            response.statusCode = request.url === "/there" ? 200 : 404;
            response.end(request.url === "/there" ? archive : "no such file");
        });
        await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
        url = `http://127.0.0.1:${server.address().port}`;
    });
    afterEach(() => new Promise((closed) => server.close(closed)));

    const sha256 = () => createHash("sha256").update(archive).digest("hex");

    it("unpacks an archive that has the pinned checksum", async () => {
        const target = join(folder, "cli");
        mkdirSync(target);
        assert.equal(await download(target, `${url}/there`, sha256()), true);
        assert.ok(existsSync(join(target, "bin", "pulumi")));
    });

    it("refuses an archive with another checksum, and leaves nothing of it", async () => {
        const target = join(folder, "cli");
        mkdirSync(target);
        const told = [];
        const { error } = console;
        console.error = (line) => told.push(line);
        try {
            assert.equal(await download(target, `${url}/there`, "0".repeat(64)), false);
        } finally {
            console.error = error;
        }
        assert.match(told.join("\n"), /checksum/);
        assert.equal(existsSync(join(target, "bin")), false);
    });

    it("says no, without a word, where there is no archive or nobody answers", async () => {
        assert.equal(await download(folder, `${url}/missing`, sha256()), false);
        assert.equal(await download(folder, "http://127.0.0.1:9/there", sha256()), false);
    });
});

describe("an installed Pulumi CLI", () => {
    it("has to be new enough", () => {
        assert.equal(isAtLeast("v3.220.0", "3.150.0"), true);
        assert.equal(isAtLeast("v3.150.0\n", "3.150.0"), true);
        assert.equal(isAtLeast("v3.99.0", "3.150.0"), false);
        assert.equal(isAtLeast("go1.26.8", "1.25"), true);
        assert.equal(isAtLeast("go1.9", "1.25"), false);
        assert.equal(isAtLeast("v4.0.0-alpha.1", "3.150.0"), true);
        assert.equal(isAtLeast("", "3.150.0"), false);
    });

    it("is found on PATH only if it can be run", () => {
        const file = join(folder, "pulumi");
        writeFileSync(file, "");
        chmodSync(file, 0o644);
        assert.equal(which("pulumi", folder), undefined);
        chmodSync(file, 0o755);
        assert.equal(which("pulumi", `/nowhere:${folder}`), file);
    });
});

describe("the environment of an engine run", () => {
    it("is kept where the caller says, and knows no tenant or account of the caller", () => {
        const before = { ...process.env };
        Object.assign(process.env, {
            ARM_CLIENT_SECRET: "x",
            AZURE_TENANT_ID: "x",
            PULUMI_ACCESS_TOKEN: "x",
            INTUNE_ENDPOINT: "x",
        });
        try {
            const env = engineEnvironment({ bin: "/cli/bin", home: folder });
            for (const name of ["ARM_CLIENT_SECRET", "AZURE_TENANT_ID", "PULUMI_ACCESS_TOKEN", "INTUNE_ENDPOINT"]) {
                assert.equal(env[name], undefined);
            }
            assert.equal(env.PULUMI_BACKEND_URL, `file://${join(folder, "backend")}?metadata=skip`);
            assert.ok(env.PATH.includes("/cli/bin"));
        } finally {
            process.env = before;
        }
    });

    it("shares a cache that can be moved", () => {
        assert.equal(cacheFolder({ PULUMI_INTUNE_CACHE: "/c", XDG_CACHE_HOME: "/x" }), "/c");
        assert.equal(cacheFolder({ XDG_CACHE_HOME: "/x" }), join("/x", "pulumi-intune"));
        assert.match(cacheFolder({}), /\.cache/);
    });
});

describe("a lock between processes", () => {
    it("lets one in at a time, and tells those that wait", async () => {
        const lock = join(folder, "lock");
        let inside = 0;
        let waited = 0;
        const enter = () =>
            withLock(
                lock,
                async () => {
                    inside += 1;
                    assert.equal(inside, 1);
                    await new Promise((done) => setTimeout(done, 300));
                    inside -= 1;
                },
                () => (waited += 1),
            );
        await Promise.all([enter(), enter()]);
        assert.equal(waited, 1);
        assert.equal(existsSync(lock), false);
    });

    it("is not held by the dead", async () => {
        const lock = join(folder, "lock");
        mkdirSync(lock);
        const longAgo = new Date(Date.now() - 60_000);
        utimesSync(lock, longAgo, longAgo);
        assert.equal(await withLock(lock, () => "in"), "in");
    });

    it("is given back when the work under it fails", async () => {
        const lock = join(folder, "lock");
        await assert.rejects(
            withLock(lock, () => Promise.reject(new Error("broken"))),
            /broken/,
        );
        assert.equal(existsSync(lock), false);
    });
});
