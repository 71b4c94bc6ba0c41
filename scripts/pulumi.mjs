// npm run pulumi -- <arguments>: the Pulumi CLI on the quickstart's stack, with the settings of `npm run up`.
import { main } from "./failure.mjs";
import { openQuickstart, stack } from "./quickstart.mjs";

await main(async () => {
    const args = process.argv.slice(2);
    const { pulumi } = await openQuickstart();
    process.exitCode = await pulumi(...(args.length > 0 ? args : ["stack", "--stack", stack]));
});
