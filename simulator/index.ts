/** A stateful Microsoft Graph on loopback for the Intune assignment families: test a stack without a tenant. */
export type { PendingApproval } from "./approval";
export type { StoredRow } from "./assignmentRow";
export type { FamilyName } from "./families";
export type { FaultAction, FaultRule } from "./faults";
export type { RequestHook, Simulator, SimulatorOptions } from "./options";
export { realisticTenant } from "./realisticTenant";
export type { Counts, RecordedRequest } from "./requestLog";
export { startSimulator } from "./server";
export { syntheticId, syntheticTenant, type SyntheticOptions } from "./syntheticTenant";
export type { GraphTarget, Mode } from "./target";
export { Tenant } from "./tenant";
export { emptyTenant } from "./tenantState";
export type { FilterState, GroupState, PolicyState, TenantState, UserState } from "./tenantState";
export type { ThrottleOptions } from "./throttle";
