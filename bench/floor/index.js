// The resource classes of pulumi-intune's programs over the provider that does nothing.
const pulumi = require("@pulumi/pulumi");

const provider = `exports.handler = () => require(${JSON.stringify(require.resolve("./provider.js"))}).floor;`;

function floorClass(name) {
    return class extends pulumi.CustomResource {
        constructor(resourceName, args, options) {
            super(`pulumi-nodejs:dynamic/floor:${name}`, resourceName, { ...args, __provider: provider }, options);
        }
    };
}

for (const kind of ["DeviceConfiguration", "DeviceCompliancePolicy", "EnrollmentConfiguration"]) {
    exports[`${kind}Assignment`] = floorClass(`${kind}Assignment`);
    exports[`${kind}AssignmentSet`] = floorClass(`${kind}AssignmentSet`);
}
