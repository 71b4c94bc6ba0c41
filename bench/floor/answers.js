// The floor of every measurement: a provider that does nothing, with the engine's whole cost around it. It answers with
// outputs as large as ours, so that the engine writes as much state.
const policyId = "b0000000-0000-4000-8000-000000000001";
const groupId = "60000000-0000-4000-8000-000000000001";
const origin = { source: "direct", sourceId: policyId };
const assignmentId = `${policyId}_${groupId}`;
const path = `deviceManagement/deviceCompliancePolicies/${policyId}/assignments`;

const plain = (props) =>
    JSON.stringify({
        ...props,
        __provider: undefined,
        assignments: undefined,
        assignmentId: undefined,
        source: undefined,
        sourceId: undefined,
    });

function outputs(inputs) {
    return inputs.targets === undefined
        ? { ...inputs, assignmentId, ...origin }
        : { ...inputs, assignments: inputs.targets.map((target) => ({ id: assignmentId, target, ...origin })) };
}

exports.id = path;
exports.outputs = outputs;
exports.isChanged = (olds, news) => plain(olds) !== plain(news);
exports.kinds = ["DeviceConfiguration", "DeviceCompliancePolicy", "EnrollmentConfiguration"].flatMap((kind) => [
    `${kind}Assignment`,
    `${kind}AssignmentSet`,
]);
