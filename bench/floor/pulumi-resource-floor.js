#!/usr/bin/env node
// A Node plugin that does nothing, on the server that @pulumi/pulumi has for plugins.
const { main } = require("@pulumi/pulumi/provider");
const { id, isChanged, kinds, outputs } = require("./answers");

const any = { $ref: "pulumi.json#/Any" };
const names = [
    "deviceConfigurationId",
    "deviceCompliancePolicyId",
    "deviceEnrollmentConfigurationId",
    "target",
    "targets",
];
const properties = Object.fromEntries(names.map((name) => [name, any]));
const resource = { inputProperties: properties, properties };
const schema = {
    name: "floor",
    version: "1.0.0",
    resources: Object.fromEntries(kinds.map((kind) => [`floor:index:${kind}`, resource])),
};

const provider = {
    version: schema.version,
    getSchema: () => Promise.resolve(JSON.stringify(schema)),
    check: (_urn, _olds, news) => Promise.resolve({ inputs: news }),
    diff: (_id, _urn, olds, news) => Promise.resolve({ changes: isChanged(olds, news), replaces: [] }),
    create: (_urn, inputs) => Promise.resolve({ id, outs: outputs(inputs) }),
    read: (readId, _urn, props) => Promise.resolve({ id: readId, props }),
    update: (_id, _urn, _olds, news) => Promise.resolve({ outs: outputs(news) }),
    delete: () => Promise.resolve(),
};

void main(provider, process.argv.slice(2));
