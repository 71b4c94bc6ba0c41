/** A stateful Microsoft Graph on loopback for the Intune assignment families: test a stack without a tenant. */
export type { StoredRow } from "./assignmentRow";
export type { FamilyName } from "./families";
export type { FaultAction, FaultRule } from "./faults";
export type { Counts, RecordedRequest, RequestHook, Simulator, SimulatorOptions } from "./options";
export { startSimulator } from "./server";
export { Tenant, emptyTenant } from "./tenant";
export type { FilterState, GroupState, PolicyState, TenantState, UserState } from "./tenant";
export { realisticTenant, syntheticId, syntheticTenant, type SyntheticOptions } from "./tenants";
export type { Mode } from "./service";
export type { ThrottleOptions } from "./throttle";
