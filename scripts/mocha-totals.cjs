// mocha's usual report; and the totals go to a file, so that several runs can be added up.
const { appendFileSync } = require("node:fs");
const { reporters } = require("mocha");

module.exports = class Totals extends reporters.Spec {
    epilogue() {
        super.epilogue();
        const { passes, failures, pending } = this.stats;
        const file = process.env.PULUMI_INTUNE_TOTALS;
        if (file) {
            appendFileSync(file, `${JSON.stringify({ passed: passes, failed: failures + pending })}\n`);
        }
    }
};
