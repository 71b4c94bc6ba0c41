import assert from "node:assert/strict";
import { GraphRequestError } from "../../provider/errors";
import type { Session } from "../../provider/operations/session";
import { analyse } from "../../cli/report/analyse";
import { reportFormats } from "../../cli/report/formats";
import { readGroup } from "../../cli/report/group";
import { kindNames } from "../../cli/tenant/read";
import { parseStack } from "../../cli/report/stack";
import type { ExplainedGroup } from "../../cli/report/targeting";
import type { KindName } from "../../provider/assignment/kinds";
import type { SnapshotRow } from "../../cli/tenant/snapshot";
import { policy, row, sampleSnapshot, sampleStack, snapshot, snapshotId, to } from "../support/snapshots";

const group = snapshotId.group(1);

function outcomeOf(rows: readonly SnapshotRow[], part: Partial<ExplainedGroup> = {}): readonly [string, string] {
    const report = analyse(snapshot([policy(1, "P", rows)]), { group: { id: group, ...part } });
    const [found] = report.targeting!.policies;
    return [found!.outcome, found!.reasons.join(" / ")];
}

function conflictsOf(rows: readonly SnapshotRow[]): string[] {
    return analyse(snapshot([policy(1, "P", rows)])).conflicts.map(({ what }) => what);
}

describe("a report's numbers", () => {
    it("count policies, assignments, groups and what wants attention", () => {
        const { numbers } = analyse(sampleSnapshot(), { stack: parseStack(sampleStack(), "stack.json") });
        assert.deepEqual(numbers, {
            policies: 9,
            assignments: 17,
            groups: 6,
            withFilter: 3,
            unassigned: 1,
            toEveryone: 2,
            conflicts: 3,
            drift: 3,
        });
    });
});

describe("conflicts", () => {
    it("are an inclusion and an exclusion of one group, whoever made them", () => {
        assert.deepEqual(conflictsOf([row(to.group(1)), row(to.notGroup(1), "policySets")]), ["contradiction"]);
    });
    it("are one target assigned directly and by a policy set", () => {
        assert.deepEqual(conflictsOf([row(to.group(1)), row(to.group(1), "policySets")]), ["duplicate"]);
    });
    it("are a group beside all devices or all users", () => {
        assert.deepEqual(conflictsOf([row(to.allUsers), row(to.group(1))]), ["overlap"]);
    });
    it("are an exclusion from what nobody is assigned to", () => {
        assert.deepEqual(conflictsOf([row(to.notGroup(1))]), ["idle exclusion"]);
    });
    it("are not an exclusion from all devices, two groups, or all devices beside all users", () => {
        assert.deepEqual(conflictsOf([row(to.allDevices), row(to.notGroup(1))]), []);
        assert.deepEqual(conflictsOf([row(to.group(1)), row(to.group(2))]), []);
        assert.deepEqual(conflictsOf([row(to.allDevices), row(to.allUsers)]), []);
    });
});

describe("drift against a stack", () => {
    const driftOf = (
        rows: readonly SnapshotRow[],
        type: string,
        inputs: object,
        more: object = {},
        kinds: readonly KindName[] = ["deviceCompliancePolicy"],
    ): string[] => {
        const resource = { urn: "urn:pulumi:a::b::c::res", type, inputs, ...more };
        const stack = parseStack(JSON.stringify({ deployment: { resources: [resource] } }), "stack.json");
        const report = analyse(snapshot([policy(1, "P", rows)], { kinds }), { stack });
        return [...report.drift.map(({ what, resource: name }) => `${what} ${name}`), ...report.gaps];
    };
    const id = { deviceCompliancePolicyId: snapshotId.policy(1) };
    for (const [host, prefix] of [
        ["dynamic host", "pulumi-nodejs:dynamic/intune:"],
        ["plugin", "intune:index:"],
    ] as const) {
        const rowType = `${prefix}DeviceCompliancePolicyAssignment`;
        it(`is a row of the ${host} that is gone or has another filter, and never somebody else's row`, () => {
            const inputs = { ...id, target: to.group(1) };
            assert.deepEqual(driftOf([row(to.group(1)), row(to.group(2))], rowType, inputs), []);
            assert.deepEqual(driftOf([row(to.group(2))], rowType, inputs), ["missing res"]);
            assert.deepEqual(driftOf([row(to.group(1, 1))], rowType, inputs), ["filter differs res"]);
            assert.deepEqual(driftOf([row(to.notGroup(1))], rowType, inputs), ["missing res"]);
        });
        it(`is a direct row that a set of the ${host} does not list, and never a policy set's`, () => {
            const inputs = { ...id, targets: [to.group(1)] };
            const rows = [row(to.group(1)), row(to.group(2)), row(to.group(3), "policySets")];
            assert.deepEqual(driftOf(rows, `${rowType}Set`, inputs), ["stray res"]);
            assert.deepEqual(driftOf([row(to.group(1))], `${rowType}Set`, { ...id, targets: [] }), ["stray res"]);
        });
    }
    const type = "intune:index:DeviceCompliancePolicyAssignment";
    it("is shown in its place: the declared row that is gone stands in the policy's list", () => {
        const { policies } = analyse(sampleSnapshot(), { stack: parseStack(sampleStack(), "stack.json") });
        const vpn = policies.find(({ name }) => name === "VPN, retired")!;
        assert.deepEqual(
            vpn.assignments.map(({ drift, resource }) => [drift, resource]),
            [["missing", "vpn"]],
        );
    });
    it("leaves out what the engine is about to delete, and what is no resource of ours", () => {
        assert.deepEqual(driftOf([], type, { ...id, target: to.group(1) }, { delete: true }), []);
        assert.deepEqual(driftOf([], "intune:index:constructor", {}), []);
    });
    it("names a policy that the tenant has no more", () => {
        const inputs = { deviceCompliancePolicyId: snapshotId.policy(9), target: to.group(1) };
        assert.deepEqual(driftOf([], type, inputs), ["missing res"]);
    });
    it("names a policy of a kind that the tenant has none of any more", () => {
        const inputs = { deviceConfigurationId: snapshotId.policy(1), target: to.group(1) };
        const found = driftOf([], "intune:index:DeviceConfigurationAssignment", inputs, {}, kindNames);
        assert.deepEqual(found, ["missing res"]);
    });
    it("says what can't be compared: secrets, users' own rows, kinds that were not read", () => {
        const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" };
        assert.match(driftOf([], type, { ...id, target: secret }).join(), /"res" was not compared: .*secret/);
        const user = { deviceEnrollmentConfigurationId: "x", userId: "u", target: to.group(1) };
        assert.match(driftOf([], "intune:index:EnrollmentConfigurationAssignment", user).join(), /of one user/);
        const other = { deviceConfigurationId: snapshotId.policy(1), target: to.group(1) };
        assert.match(
            driftOf([], "intune:index:DeviceConfigurationAssignment", other).join(),
            /no device configuration was read/,
        );
    });
    it("refuses what is no stack, and says how to make one", () => {
        assert.throws(() => parseStack("{", "s.json"), /s\.json is no JSON/);
        assert.throws(() => parseStack("[]", "s.json"), /pulumi stack export --file s\.json/);
    });
});

describe("what a group gets", () => {
    const known = { parents: new Set<string>() };
    it("is what it is assigned itself, or what all devices are", () => {
        assert.deepEqual(outcomeOf([row(to.group(1))]), ["assigned", "the group is included"]);
        assert.deepEqual(outcomeOf([row(to.allDevices)]), ["assigned", "all devices are included"]);
    });
    it("is nothing where it is excluded, however it is included", () => {
        const [outcome, reasons] = outcomeOf([row(to.allDevices), row(to.notGroup(1), "policySets"), row(to.group(1))]);
        assert.equal(outcome, "excluded");
        assert.match(reasons, /^the group is excluded.*all devices are included/);
    });
    it("is nothing where nobody is included", () => {
        assert.equal(outcomeOf([])[0], "not assigned");
        assert.equal(outcomeOf([row(to.notGroup(2))])[0], "not assigned");
    });
    it("is unknown behind a filter, for all users, in a collection and for a target of the future", () => {
        assert.match(outcomeOf([row(to.group(1, 1))]).join(": "), /^unknown: the group is included; the filter/);
        assert.equal(outcomeOf([row(to.allUsers)], known)[0], "unknown");
        assert.equal(outcomeOf([row({ type: "configurationManagerCollection", collectionId: "S" })])[0], "unknown");
        assert.equal(outcomeOf([row({ type: "unknown", odataType: "#x" })])[0], "unknown");
    });
    it("is unknown where it hangs on memberships that were not read", () => {
        assert.equal(outcomeOf([row(to.group(2))])[0], "unknown");
        assert.equal(outcomeOf([row(to.group(1)), row(to.notGroup(2))])[0], "unknown");
    });
    it("follows the groups it is nested in where those were read", () => {
        const nested = { parents: new Set([snapshotId.group(2)]) };
        assert.match(outcomeOf([row(to.group(2))], nested).join(": "), /^assigned: it is nested in/);
        assert.match(outcomeOf([row(to.group(1)), row(to.notGroup(2))], nested).join(": "), /^excluded: it is nested/);
        assert.equal(outcomeOf([row(to.group(3))], nested)[0], "not assigned");
        const [outcome, reasons] = outcomeOf([row(to.group(1)), row(to.notGroup(3))], known);
        assert.equal(outcome, "assigned");
        assert.match(reasons, /members who are also in .* are excluded/);
    });
});

describe("the groups that a group is nested in", () => {
    const session = (list: () => Promise<unknown[]>): Session =>
        ({ graph: { list }, operation: () => new AbortController().signal }) as unknown as Session;

    it("are read with one question, and known to be none where there are none", async () => {
        const { group: read } = await readGroup(
            session(async () => [{ id: "ABC" }, {}]),
            group,
        );
        assert.deepEqual(read, { id: group, parents: new Set(["abc"]) });
        assert.deepEqual(
            (
                await readGroup(
                    session(async () => []),
                    group,
                )
            ).group.parents,
            new Set(),
        );
    });
    it("are unknown where Graph refuses, and the report says why", async () => {
        const refusal = new GraphRequestError("Read failed: 403", {} as never);
        const { group: read, gaps } = await readGroup(
            session(() => Promise.reject(refusal)),
            group,
        );
        assert.equal(read.parents, undefined);
        assert.deepEqual(gaps, ["What the group is nested in is unknown: Read failed: 403"]);
    });
});

describe("a report's formats", () => {
    const hostile = [
        `</script><script>alert(1)</script>`,
        `"><img src=x onerror=alert(1)>`,
        "a | b `c` [d](javascript:e) <!-- @everyone",
        "\u202Egnp.exe\u0007\uD800 line\nbreak",
        "&lt;b&gt; ${x} {{y}} ]]>",
    ];
    const tenant = snapshot(
        hostile.map((name, at) => policy(at + 1, name, [row(to.group(at + 1, at + 1)), row(to.notGroup(at + 1))])),
        {
            groups: Object.fromEntries(hostile.map((name, at) => [snapshotId.group(at + 1), name])),
            filters: Object.fromEntries(
                hostile.map((name, at) => [
                    snapshotId.filter(at + 1),
                    { displayName: name, platform: name, rule: name },
                ]),
            ),
            gaps: hostile,
        },
    );
    const report = analyse(tenant, { group: { id: group } });

    it("let no name act in HTML or SVG: every tag is one of ours", () => {
        for (const format of ["html", "svg"] as const) {
            const text = reportFormats[format](report);
            assert.doesNotMatch(text, /<img|<script>alert|<b>&lt;|\u202e|\u0007|\ud800/iu, format);
        }
        assert.equal(reportFormats.html(report).match(/<script/g)?.length, 2);
    });
    it("let no name act in Markdown: rows keep their cells", () => {
        const lines = reportFormats.markdown(report).split("\n");
        const cells = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").length);
        assert.deepEqual([...new Set(cells)].sort(), [5, 6].slice(0, new Set(cells).size));
        assert.doesNotMatch(lines.join("\n"), /<img|<script|<!--|@everyone|`c`|\]\(|\u202e/);
    });
    it("keep names as they are in JSON", () => {
        const read = JSON.parse(reportFormats.json(report)) as typeof report;
        assert.deepEqual(read, report);
        assert.equal(read.version, 1);
        assert.equal(read.policies[0]!.name, hostile[0]);
    });
    it("keep a comment below GitHub's limit, and say what was left out", () => {
        const many = snapshot(
            Array.from({ length: 1_000 }, (_, at) => policy(at + 1, `P${at}`, [row(to.notGroup(1))])),
        );
        const text = reportFormats.markdown(analyse(many));
        assert.ok(text.length < 65_536, String(text.length));
        assert.match(text, /950 more are in the HTML report/);
    });
    it("show an empty tenant", () => {
        for (const format of Object.values(reportFormats)) {
            assert.ok(format(analyse(snapshot([]))).length > 0);
        }
    });
});
