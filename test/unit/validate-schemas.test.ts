import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type {
    DeviceCompliancePolicyAssignmentSetInputs,
    DeviceConfigurationAssignmentInputs,
    EnrollmentConfigurationAssignmentInputs,
    Target,
} from "../../provider/assignment/arguments";
import * as validators from "../../provider/assignment/generated/validators";
import { kinds } from "../../provider/assignment/kinds";
import { resources } from "../../provider/assignment/resourceName";

const root = path.join(__dirname, "..", "..");
const folder = path.join(root, "provider", "schemas");

type Json = Readonly<Record<string, unknown>>;

function readSchema(name: string): Json {
    return JSON.parse(readFileSync(path.join(folder, name), "utf8")) as Json;
}

function schemaOf(resource: string): Json {
    return readSchema(`${resource.charAt(0).toLowerCase()}${resource.slice(1)}.json`);
}

/** Every object in a schema, with its path. */
function* within(value: unknown, at = ""): Generator<[string, Json]> {
    if (typeof value === "object" && value !== null) {
        yield [at, value as Json];
        for (const [key, item] of Object.entries(value)) {
            yield* within(item, `${at}/${key}`);
        }
    }
}

describe("the schemas of the arguments", () => {
    const scripts = ["arguments", "plugin-classes", "validators", "schema", "reference"].map(
        (name) => `generate-${name}.mjs`,
    );
    for (const script of scripts) {
        it(`are what the committed code was made from (${script})`, function () {
            this.timeout(60_000);
            const { status, stderr } = spawnSync(process.execPath, [path.join("scripts", script), "--check"], {
                cwd: root,
                encoding: "utf8",
            });
            assert.equal(status, 0, stderr);
        });
    }

    it("serve every resource, with the policy argument of its kind", () => {
        assert.deepEqual(Object.keys(validators).sort(), Object.keys(resources).sort());
        for (const [name, { kind, isSet }] of Object.entries(resources)) {
            const schema = schemaOf(name);
            assert.equal(schema["title"], `${name}Inputs`);
            assert.deepEqual(schema["required"], [kinds[kind].policyArgument, isSet ? "targets" : "target"]);
        }
        assert.equal(readdirSync(folder).length, Object.keys(resources).length + 3);
    });

    it("say reason and remedy wherever they refuse a value, and describe every argument", () => {
        for (const file of readdirSync(folder)) {
            for (const [at, schema] of within(readSchema(file))) {
                const where = `${file}#${at}`;
                if (
                    "pattern" in schema ||
                    "enum" in schema ||
                    at.includes("/not/anyOf/") ||
                    at.includes("/x-refused/")
                ) {
                    assert.equal(typeof schema["x-reason"], "string", where);
                    assert.equal(typeof schema["x-remedy"], "string", where);
                    assert.doesNotMatch(`${String(schema["x-reason"])}${String(schema["x-remedy"])}`, /[.\n]$/, where);
                }
                if (
                    /\/properties\/[^/]+$/.test(at) &&
                    !("$ref" in schema && String(schema["$ref"]).includes("#/definitions/"))
                ) {
                    assert.equal(typeof schema["description"], "string", where);
                }
            }
        }
    });

    it("have examples that are right themselves", () => {
        for (const file of readdirSync(folder)) {
            for (const [at, schema] of within(readSchema(file))) {
                const { examples, pattern } = schema as { examples?: unknown[]; pattern?: string };
                for (const example of Array.isArray(examples) && pattern !== undefined ? examples : []) {
                    assert.match(String(example), new RegExp(pattern ?? "", "u"), `${file}#${at}`);
                }
            }
        }
    });

    it("make types that allow what is right and nothing else", () => {
        const target: Target = { type: "group", groupId: "g", filterId: "f", filterType: "include" };
        const row: DeviceConfigurationAssignmentInputs = { deviceConfigurationId: "c", target };
        const scoped: EnrollmentConfigurationAssignmentInputs = {
            deviceEnrollmentConfigurationId: "e",
            target,
            userId: "u",
        };
        const set: DeviceCompliancePolicyAssignmentSetInputs = { deviceCompliancePolicyId: "p", targets: [target] };
        // @ts-expect-error a group needs its id
        const withoutGroup: Target = { type: "group" };
        // @ts-expect-error all devices have no group
        const withGroup: Target = { type: "allDevices", groupId: "g" };
        // @ts-expect-error an excluded group takes no filter
        const filtered: Target = { type: "exclusionGroup", groupId: "g", filterId: "f", filterType: "include" };
        // @ts-expect-error there is no such filter type
        const none: Target = { type: "allDevices", filterId: "f", filterType: "none" };
        // @ts-expect-error only enrollment configurations have a user
        const user: DeviceConfigurationAssignmentInputs = { deviceConfigurationId: "c", target, userId: "u" };
        assert.equal([row, scoped, set, withoutGroup, withGroup, filtered, none, user].length, 8);
    });
});
