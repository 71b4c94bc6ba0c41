/** What stands beside the policies: assignment filters, scope tags, the organization, and collections that are empty. */
import { collectionReply, itemReply, plainSource } from "./collection";
import type { GraphContext, GraphRequest } from "./graphRequest";
import type { Item } from "./queryOptions";
import { notFound, type Reply } from "./reply";

type CatalogHandler = (request: GraphRequest, context: GraphContext, ids: readonly string[]) => Reply;

function readFrom(items: (context: GraphContext) => Item[], fragment: string, what: string): CatalogHandler {
    return (request, context, [id = ""]) => {
        const item = items(context).find((candidate) => String(candidate["id"]).toLowerCase() === id.toLowerCase());
        return item === undefined
            ? notFound(`${what} '${id}'`)
            : itemReply(item, plainSource([]), fragment, request, context);
    };
}

function listOf(items: (context: GraphContext) => Item[], fragment: string): CatalogHandler {
    return (request, context) => collectionReply(plainSource(items(context)), fragment, request, context);
}

const filters = ({ tenant }: GraphContext): Item[] =>
    tenant.filters().map((filter) => ({
        description: null,
        rule: "",
        roleScopeTags: ["0"],
        assignmentFilterManagementType: "devices",
        ...filter,
    }));
const scopeTags = (): Item[] => [{ id: "0", displayName: "Default", description: "Default", isBuiltIn: true }];
const organization = (): Item[] => [
    { id: "0a1b2c3d-0000-4000-8000-00000000aaaa", displayName: "Simulated tenant", verifiedDomains: [] },
];

export const listFilters = listOf(filters, "deviceManagement/assignmentFilters");
export const readFilter = readFrom(filters, "deviceManagement/assignmentFilters", "The assignment filter");
export const listScopeTags = listOf(scopeTags, "deviceManagement/roleScopeTags");
export const readScopeTag = readFrom(scopeTags, "deviceManagement/roleScopeTags", "The scope tag");
export const listOrganization = listOf(organization, "organization");

/** A collection that is there and has nothing in it; it may be expanded by any name. */
export const listNothing: CatalogHandler = (request, context) => {
    const query = new URLSearchParams([...request.query].filter(([name]) => name !== "$expand"));
    return collectionReply(plainSource([]), request.segments.join("/"), { ...request, query }, context);
};

/** Collections that tools which back up a whole tenant read beside the three families. */
export const emptyCollections: readonly string[] = [
    "deviceAppManagement/managedAppPolicies",
    "deviceAppManagement/mobileAppConfigurations",
    "deviceAppManagement/mobileApps",
    "deviceAppManagement/policySets",
    "deviceAppManagement/vppTokens",
    "deviceManagement/auditEvents",
    "deviceManagement/complianceManagementPartners",
    "deviceManagement/compliancePolicies",
    "deviceManagement/configurationPolicies",
    "deviceManagement/depOnboardingSettings",
    "deviceManagement/deviceCategories",
    "deviceManagement/deviceComplianceScripts",
    "deviceManagement/deviceCustomAttributeShellScripts",
    "deviceManagement/deviceHealthScripts",
    "deviceManagement/deviceManagementPartners",
    "deviceManagement/deviceManagementScripts",
    "deviceManagement/deviceShellScripts",
    "deviceManagement/groupPolicyConfigurations",
    "deviceManagement/intents",
    "deviceManagement/managedDevices",
    "deviceManagement/notificationMessageTemplates",
    "deviceManagement/remoteAssistancePartners",
    "deviceManagement/reusablePolicySettings",
    "deviceManagement/roleDefinitions",
    "deviceManagement/termsAndConditions",
    "deviceManagement/windowsAutopilotDeploymentProfiles",
    "deviceManagement/windowsAutopilotDeviceIdentities",
    "deviceManagement/windowsDriverUpdateProfiles",
    "deviceManagement/windowsFeatureUpdateProfiles",
    "deviceManagement/windowsQualityUpdateProfiles",
    "identity/conditionalAccess/policies",
];
