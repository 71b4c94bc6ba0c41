// The resource classes of pulumi-intune's programs over a dynamic provider that does nothing.
const pulumi = require("@pulumi/pulumi");
const { kinds } = require("./answers");

const provider = `exports.handler = () => require(${JSON.stringify(require.resolve("./dynamicProvider.js"))}).floor;`;

for (const kind of kinds) {
    exports[kind] = class extends pulumi.CustomResource {
        constructor(name, args, options) {
            super(`pulumi-nodejs:dynamic/floor:${kind}`, name, { ...args, __provider: provider }, options);
        }
    };
}
