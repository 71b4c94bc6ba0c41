import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { readImports, type Import } from "../support/imports";

const imports = readImports("provider", "sdk", "simulator", "cli");

/** Imports that break a rule, as text. */
function offenders(isWrong: (edge: Import) => boolean): string[] {
    return imports.filter(isWrong).map(({ from, to }) => `${from} imports ${to}`);
}

const isIn = (path: string, folder: string): boolean => path.startsWith(`${folder}/`);

/** Packages that one place alone may know. */
const keepers: Readonly<Record<string, (file: string) => boolean>> = {
    "@microsoft/microsoft-graph-client": (file) => isIn(file, "provider/graph"),
    "@azure/identity": (file) => file === "provider/credentials.ts",
    ajv: (file) =>
        ["provider/assignment/validate.ts", "cli/tenant/source.ts"].includes(file) ||
        isIn(file, "provider/assignment/generated"),
    undici: (file) => file === "provider/transport.ts",
    "@pulumi/pulumi": (file) => isIn(file, "sdk") || isIn(file, "provider/plugin"),
    "@pulumi/policy": (file) => isIn(file, "sdk/policy"),
    "@grpc/grpc-js": (file) => isIn(file, "provider/plugin"),
    "google-protobuf": (file) => isIn(file, "provider/plugin"),
    "node:http": (file) => isIn(file, "provider/graph") || isIn(file, "simulator"),
    "node:https": (file) => isIn(file, "provider/graph"),
    commander: (file) => isIn(file, "cli"),
};

/** The first way back to where one started, among imports that stay after compilation. */
function findCycle(): string[] | undefined {
    const targets = new Map<string, string[]>();
    for (const { from, to } of imports.filter(({ typeOnly }) => !typeOnly)) {
        targets.set(from, [...(targets.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const walk = (file: string, path: readonly string[]): string[] | undefined => {
        if (path.includes(file)) {
            return [...path.slice(path.indexOf(file)), file];
        }
        if (done.has(file)) {
            return undefined;
        }
        for (const next of targets.get(file) ?? []) {
            const cycle = walk(next, [...path, file]);
            if (cycle !== undefined) {
                return cycle;
            }
        }
        done.add(file);
        return undefined;
    };
    for (const file of targets.keys()) {
        const cycle = walk(file, []);
        if (cycle !== undefined) {
            return cycle;
        }
    }
    return undefined;
}

describe("the arrows of the architecture", () => {
    it("are read from real imports", () => {
        assert.ok(imports.some(({ from, to }) => from === "provider/index.ts" && isIn(to, "provider")));
        assert.ok(imports.some(({ typeOnly }) => typeOnly));
    });

    it("never lead from the provider to the sdk, the simulator or the command line", () => {
        const wrong = offenders(
            ({ from, to }) => isIn(from, "provider") && ["sdk", "simulator", "cli"].some((folder) => isIn(to, folder)),
        );
        assert.deepEqual(wrong, []);
    });

    it("lead from the sdk to types of the provider, and once to lookups: the state holds the rest as text", () => {
        const loaded = offenders(({ from, to, typeOnly }) => isIn(from, "sdk") && isIn(to, "provider") && !typeOnly);
        assert.deepEqual(loaded, ["sdk/lookups.ts imports provider/programLookup.ts"]);
    });

    it("lead from the simulator nowhere: a mistake of the provider must not be repeated there", () => {
        const wrong = offenders(
            ({ from, to }) => isIn(from, "simulator") && ["provider", "sdk", "cli"].some((folder) => isIn(to, folder)),
        );
        assert.deepEqual(wrong, []);
    });

    for (const [name, mayImport] of Object.entries(keepers)) {
        it(`lead to ${name} from one place`, () => {
            assert.deepEqual(
                offenders(({ from, to }) => to === name && !mayImport(from)),
                [],
            );
        });
    }

    it("lead from provider/assignment to nothing with I/O", () => {
        const wrong = offenders(
            ({ from, to, typeOnly }) =>
                isIn(from, "provider/assignment") &&
                !typeOnly &&
                !isIn(to, "provider/assignment") &&
                !["ajv", "provider/errors.ts"].includes(to) &&
                !isIn(to, "provider/schemas"),
        );
        assert.deepEqual(wrong, []);
    });

    it("leave provider/assignment without clock, dice, environment and network", () => {
        const impure = /\b(?:process\.|Date\.now|new Date|Math\.random|setTimeout|setInterval|fetch\()/;
        const wrong = [...new Set(imports.map(({ from }) => from))].filter(
            (file) =>
                isIn(file, "provider/assignment") &&
                !isIn(file, "provider/assignment/generated") &&
                impure.test(readFileSync(resolve(__dirname, "../..", file), "utf8")),
        );
        assert.deepEqual(wrong, []);
    });

    it("make no circle", () => {
        assert.equal(findCycle(), undefined);
    });
});
