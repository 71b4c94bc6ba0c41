// The resource classes of pulumi-intune's programs over a plugin that does nothing.
const pulumi = require("@pulumi/pulumi");
const { kinds } = require("./answers");

for (const kind of kinds) {
    exports[kind] = class extends pulumi.CustomResource {
        constructor(name, args, options) {
            super(`floor:index:${kind}`, name, args, { version: "1.0.0", ...options });
        }
    };
}
