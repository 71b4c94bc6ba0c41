// What a pull request may not do: pulumi preview --policy-pack ../policy-pack
import { PolicyPack } from "@pulumi/policy";
import {
    limitTargets,
    noTenantWideWithoutFilter,
    protectTenantWide,
    requireExclusionGroup,
} from "pulumi-intune/policy";

/** Accounts that must get in when nothing else works. An id of the simulator's tenant. */
const breakGlassAccounts = "60000000-0000-4000-8000-000000000007";
const bitLocker = "c0000000-0000-4000-8000-000000000002";

new PolicyPack("intune", {
    policies: [
        noTenantWideWithoutFilter(),
        requireExclusionGroup({ groupId: breakGlassAccounts, policyIds: [bitLocker] }),
        limitTargets({ max: 20 }),
        protectTenantWide({ enforcementLevel: "advisory" }),
    ],
});
