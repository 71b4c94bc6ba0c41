// npm run down: takes away what `npm run up` has made. Run again, it finds nothing to do.
import { rmSync } from "node:fs";
import { Failure, main } from "./failure.mjs";
import { hasStack, home, openQuickstart, stack } from "./quickstart.mjs";
import { stopSimulator } from "./simulator.mjs";

await main(async () => {
    const isUp = hasStack();
    if (isUp) {
        const { pulumi } = await openQuickstart();
        if ((await pulumi("destroy", "--yes", "--remove", "--skip-preview", "--stack", stack)) !== 0) {
            throw new Failure("pulumi destroy failed; what it said stands above. The local Graph still runs.");
        }
    }
    const wasRunning = await stopSimulator(home);
    rmSync(home, { recursive: true, force: true });
    console.log(isUp || wasRunning ? "The example is removed and the local Graph stopped." : "Nothing to remove.");
});
