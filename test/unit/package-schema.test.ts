import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { settingKeys } from "../../provider/settingKeys";
import { resourceHandlers } from "../../provider/plugin/resources";
import { packageFunctions } from "../../provider/plugin/functions";

interface Property {
    readonly description?: string;
    readonly secret?: boolean;
}

interface Resource {
    readonly inputProperties: Readonly<Record<string, Property>>;
    readonly properties: Readonly<Record<string, Property>>;
    readonly requiredInputs: readonly string[];
    readonly aliases: readonly { readonly type: string }[];
}

interface PackageSchema {
    readonly config: { readonly variables: Readonly<Record<string, Property>> };
    readonly resources: Readonly<Record<string, Resource>>;
    readonly functions?: Readonly<Record<string, unknown>>;
}

const root = join(__dirname, "../..");
const file = join(root, "provider/plugin/schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as PackageSchema;

describe("the package's schema", () => {
    it("has the resources and functions that the plugin serves", () => {
        assert.deepEqual(Object.keys(schema.resources).sort(), [...resourceHandlers.keys()].sort());
        assert.deepEqual(Object.keys(schema.functions ?? {}).sort(), [...packageFunctions.keys()].sort());
    });

    it("tells the outputs that the handlers have", () => {
        for (const [token, { shape }] of resourceHandlers) {
            const { inputProperties, properties, requiredInputs } = schema.resources[token]!;
            const computed = Object.keys(properties).filter((key) => !(key in inputProperties));
            assert.deepEqual(computed, shape.computed, token);
            assert.deepEqual(requiredInputs, shape.required, token);
        }
    });

    it("knows each resource by the name it has in the dynamic host, so that stacks can move", () => {
        for (const [token, { aliases }] of Object.entries(schema.resources)) {
            assert.deepEqual(aliases, [{ type: `pulumi-nodejs:dynamic/intune:${token.split(":").pop()!}` }]);
        }
    });

    it("is the one that the SDKs in languages/ were generated from", () => {
        const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
        assert.equal(
            readFileSync(join(root, "languages", "schema.sha256"), "utf8").trim(),
            sha256,
            "run npm run generate:sdks",
        );
    });

    it("is whole in the C# that was generated", () => {
        const folder = join(root, "languages", "dotnet");
        const read = (name: string): string => readFileSync(join(folder, `${name}.cs`), "utf8");
        for (const [token, { inputProperties, properties }] of Object.entries(schema.resources)) {
            const text = read(token.split(":").pop()!);
            assert.ok(text.includes(`"${token}"`), token);
            Object.keys(inputProperties).forEach((key) => {
                assert.ok(text.includes(`[Input("${key}"`), `${token} ${key}`);
            });
            Object.keys(properties).forEach((key) => {
                assert.ok(text.includes(`[Output("${key}"`), `${token} ${key}`);
            });
        }
        for (const token of Object.keys(schema.functions ?? {})) {
            const name = token.split(":").pop()!;
            assert.ok(read(`${name[0]!.toUpperCase()}${name.slice(1)}`).includes(`"${token}"`), token);
        }
        const settings = read("Provider");
        Object.keys(schema.config.variables).forEach((key) => {
            assert.ok(settings.includes(`[Input("${key}"`), key);
        });
    });

    it("has every setting of the stack, with the secret ones marked", () => {
        const expected = Object.entries(settingKeys).filter(([, { config }]) => config);
        const { variables } = schema.config;
        assert.deepEqual(Object.keys(variables).sort(), expected.map(([key]) => key).sort());
        for (const [key, { secret }] of expected) {
            assert.equal(variables[key]?.secret ?? false, secret, key);
        }
    });
});
