import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLookupKey } from "../../provider/assignment/lookupKey";
import { lookupFunctions, type Found, type LookupFunction } from "../../provider/operations/lookup";
import type { Session } from "../../provider/operations/session";
import {
    realisticTenant,
    startSimulator,
    type Simulator,
    type SimulatorOptions,
    type TenantState,
} from "../../simulator";
import { openSession } from "../support/host";
import { rejection } from "../support/rejection";

const names = Object.keys(lookupFunctions) as LookupFunction[];
const guide = readFileSync(join(__dirname, "../../docs/lookups.md"), "utf8");

const id = (number: number): string => `60000000-0000-4000-9000-${String(number).padStart(12, "0")}`;

/** What quotes, OData, URLs and JSON keep for themselves, and letters of several scripts and sizes. */
const awkward = [
    "O'Brien's",
    "''",
    "' or displayName ne '",
    'a "quoted" \\ name',
    "A & B + C = D",
    "50% + 1 #2 ?x=1;y",
    "%27 %2F %",
    "a/b/../c",
    "$filter=$top,(1)",
    "{0} ${HOME}",
    "Zürich Straße",
    "東京 Привет 👩‍💻",
    "two  spaces",
];

/** One object of each awkward name in every collection, and two that share one. */
function tenantState(): TenantState {
    const state = realisticTenant();
    const more = [...awkward, "Twice", "Twice"].map((displayName, at) => ({ id: id(at), displayName }));
    const policies = more.map((object) => ({ ...object, assignments: [] }));
    const filters = more.map((object) => ({ ...object, platform: "windows10AndLater" }));
    return {
        ...state,
        deviceConfigurations: [...state.deviceConfigurations, ...policies],
        deviceCompliancePolicies: [...state.deviceCompliancePolicies, ...policies],
        deviceEnrollmentConfigurations: [...state.deviceEnrollmentConfigurations, ...policies],
        groups: [...state.groups, ...more],
        assignmentFilters: [...state.assignmentFilters, ...filters],
    };
}

for (const mode of ["service", "documented"] as const) {
    describe(`lookups against a ${mode} Graph`, () => {
        let simulator: Simulator;

        const start = async (options: SimulatorOptions = {}): Promise<void> => {
            simulator = await startSimulator({ mode, state: tenantState(), pageSize: 4, ...options });
        };
        const open = (config: Record<string, string> = {}): Session => openSession(simulator.url, config);
        const look = async (session: Session, name: LookupFunction, args: Record<string, unknown>): Promise<Found> =>
            session.lookup(lookupFunctions[name], readLookupKey(name, args), session.operation());

        afterEach(() => simulator.close());

        it("find awkward names, alone, together and on any page, and objects by id in any case", async () => {
            await start();
            const together = open();
            for (const name of names) {
                const found = await Promise.all(awkward.map((displayName) => look(together, name, { displayName })));
                assert.deepEqual(
                    found,
                    awkward.map((displayName, at) => ({ id: id(at), displayName })),
                    name,
                );
            }
            for (const [at, displayName] of awkward.entries()) {
                assert.deepEqual(await look(open(), "getGroup", { displayName }), { id: id(at), displayName });
                assert.equal((await look(together, "getGroup", { id: id(at) })).displayName, displayName);
            }
            const { id: upper, displayName } = await look(together, "getGroup", { displayName: "Sales" });
            assert.deepEqual(await look(open(), "getGroup", { id: upper.toUpperCase() }), { id: upper, displayName });
        });

        it("send no $filter to Intune's collections, which do not promise to honour it", async () => {
            await start();
            const session = open();
            await Promise.all(names.map((name) => look(session, name, { displayName: awkward[0] })));
            const asked = simulator.requests.map(({ path }) => decodeURIComponent(path));
            assert.ok(asked.some((path) => path.includes("groups?$filter=")));
            assert.deepEqual(
                asked.filter((path) => path.includes("deviceManagement/") && path.includes("$filter")),
                [],
            );
        });

        it("list the ids of all that have a name, name what looks alike, and say what is not there", async () => {
            await start();
            const session = open();
            const told = async (name: LookupFunction, args: Record<string, unknown>): Promise<string> =>
                (await rejection(look(session, name, args))).message;
            for (const name of names) {
                const both = [awkward.length, awkward.length + 1].map(id).join(", ");
                assert.ok((await told(name, { displayName: "Twice" })).includes(`there are 2: ${both}. Give the id`));
                const absent = await told(name, { id: id(999) });
                assert.ok(absent.includes(`with the id "${id(999)}": there is none in this tenant.`), absent);
            }
            const alike = await told("getDeviceConfiguration", { displayName: " ZU\u0308RICH Straße" });
            assert.ok(alike.endsWith(`Did you mean "Zürich Straße" (${id(awkward.indexOf("Zürich Straße"))})?`), alike);
            assert.match(await told("getGroup", { displayName: "a\ud800" }), /half a character/);
        });

        it("say that v1.0 has no assignment filters", async () => {
            await start();
            const session = open({ apiVersion: "v1.0" });
            const { message } = await rejection(look(session, "getAssignmentFilter", { displayName: "Any" }));
            assert.match(message, /v1\.0 has no assignment filters\. Set intune:apiVersion to "beta"\.$/);
            assert.equal((await look(session, "getGroup", { displayName: "Sales" })).displayName, "Sales");
        });

        for (const name of names) {
            it(`need the permission that the guide names, and no other: ${name}`, async () => {
                const row = guide.split("\n").find((line) => line.startsWith(`| \`${name}\``));
                const permission = row?.split("`").at(-2) ?? "";
                const ask = (): Promise<Found> => look(open(), name, { displayName: awkward[0] });
                await start({ permissions: [permission] });
                assert.equal((await ask()).id, id(0));
                await simulator.close();
                await start({ permissions: ["User.Read.All"] });
                const { message } = await rejection(ask());
                assert.ok(message.includes(`grant ${permission} with admin consent`), message);
            });
        }
    });
}
