import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds, type KindName } from "../../provider/assignment/kinds";
import type { ResourceHandler } from "../../provider/resources/handler";
import { createRowHandler } from "../../provider/resources/row";
import { createSetHandler } from "../../provider/resources/set";
import { startSimulator, syntheticId, syntheticTenant, type Simulator } from "../../simulator";
import { openSession } from "../support/host";
import { rejection } from "../support/rejection";

const readme = readFileSync(join(__dirname, "../../README.md"), "utf8");

interface Shape {
    readonly handlerOf: (kind: KindName) => ResourceHandler;
    readonly inputs: (filter?: string) => Record<string, unknown>;
}

const target = (filter?: string): object => ({
    type: "group",
    groupId: syntheticId.group(1),
    ...(filter === undefined ? {} : { filterId: filter, filterType: "include" }),
});

const shapes: Readonly<Record<string, Shape>> = {
    row: { handlerOf: createRowHandler, inputs: (filter) => ({ target: target(filter) }) },
    set: { handlerOf: createSetHandler, inputs: (filter) => ({ targets: [target(filter)] }) },
};

/** A Graph that grants these permissions and nothing else. */
async function granting<T>(kind: KindName, names: string[], act: (simulator: Simulator) => Promise<T>): Promise<T> {
    const state = syntheticTenant({ family: kinds[kind].collection, policies: 1 });
    const simulator = await startSimulator({ state, permissions: names });
    try {
        return await act(simulator);
    } finally {
        await simulator.close();
    }
}

describe("the permissions that the README asks for", () => {
    for (const kind of Object.keys(kinds) as KindName[]) {
        const { collection, permissions, policyArgument } = kinds[kind];
        for (const [shape, { handlerOf, inputs }] of Object.entries(shapes)) {
            const handler = handlerOf(kind);
            const policy = { [policyArgument]: syntheticId.policy(collection, 1) };

            it(`are enough, and none is too many: ${kind} ${shape}`, async () => {
                const outs = await granting(kind, [permissions.write], async ({ url }) => {
                    const created = await handler.create(openSession(url), { ...policy, ...inputs() });
                    const edited = { ...policy, ...inputs(syntheticId.filter(1)) };
                    const updated = await handler.update(openSession(url), created.id, created.outs, edited);
                    await handler.read(openSession(url), created.id, updated);
                    await handler.delete(openSession(url), updated);
                    return created.outs;
                });
                await granting(kind, [permissions.read], async ({ url }) => {
                    const { changes } = await handler.diff(openSession(url), outs, { ...policy, ...inputs() });
                    assert.equal(changes, true, "what is not there any more is seen");
                    await handler.read(openSession(url), "id", outs);
                    const { message } = await rejection(handler.create(openSession(url), { ...policy, ...inputs() }));
                    assert.ok(message.includes(permissions.write), message);
                });
                await granting(kind, ["Group.Read.All"], async ({ url }) => {
                    const { message } = await rejection(handler.read(openSession(url), "id", outs));
                    assert.ok(message.includes(permissions.read), message);
                });
            });
        }

        it(`stand in its table: ${kind}`, () => {
            const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(permissions.write));
            assert.ok(row?.includes(permissions.read), row);
        });
    }
});
