// npm run up: from a fresh clone to assigned policies. Starts a local Graph, runs `pulumi up` on examples/quickstart and
// shows who is assigned what.
import { graphReader, layOut, readAssignments } from "./assignments.mjs";
import { Failure, main } from "./failure.mjs";
import { openQuickstart, stack } from "./quickstart.mjs";

function owner(entry, own) {
    return own.has(entry.path) ? "this program" : entry.source === "policySets" ? "a policy set" : "somebody else";
}

await main(async () => {
    const { simulator, token, pulumi, ask } = await openQuickstart();
    console.log(`\nA local Graph with a small tenant runs at ${simulator.url}\n`);
    if ((await pulumi("up", "--yes", "--skip-preview", "--stack", stack)) !== 0) {
        throw new Failure("pulumi up failed; what it said stands above.");
    }
    const { deployment } = JSON.parse(await ask("stack", "export", "--stack", stack));
    const own = new Set((deployment.resources ?? []).map(({ id }) => id));
    const entries = await readAssignments(graphReader(simulator.url, token));
    console.log("\nWho is assigned what, read back from Graph:\n");
    const rows = entries.map((entry) => [entry.policy, entry.kind, entry.target, entry.filter, owner(entry, own)]);
    console.log(layOut(["Policy", "Kind", "Assigned to", "Filter", "By"], rows));
    const removable = entries.find(({ path }) => own.has(path) && path.includes("/deviceConfigurations/"));
    console.log(`
Go on:
  ${simulator.url}/  shows the tenant in a browser
  Edit examples/quickstart/index.ts and run npm run up again, or change the tenant by hand:
    curl -X DELETE -H "Authorization: Bearer ${token}" "${simulator.url}/beta/${removable?.path}"
    npm run pulumi -- preview     shows what differs
    npm run up                    puts it right
  npm run down  removes the example and stops the local Graph`);
});
