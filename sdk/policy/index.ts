/** Rules for policy packs: what may be assigned, to whom, and with what care. For rows and sets of both hosts. */
export { limitTargets, type LimitTargetsOptions } from "./limitTargets";
export { noTenantWideWithoutFilter, type NoTenantWideWithoutFilterOptions } from "./noTenantWideWithoutFilter";
export { onlyGroups, type OnlyGroupsOptions } from "./onlyGroups";
export { protectTenantWide } from "./protectTenantWide";
export { requireExclusionGroup, type RequireExclusionGroupOptions } from "./requireExclusionGroup";
export { requireFilter, type RequireFilterOptions } from "./requireFilter";
export type { RuleOptions } from "./rule";
