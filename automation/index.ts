export { InputError, type InputProblem, RefusedError } from "./errors";
export type { AccountCoverage, Coverage, CoverageState, GrantCoverage, LastRun } from "./fleet/coverage";
export { Fleet, type PlanOptions, type RunOptions } from "./fleet/fleet";
export { type FleetSettings, fleetJsonSchema, fleetSchema } from "./fleet/fleet-schema";
export { type LoadedFleet, loadFleet, parseFleet } from "./fleet/load-fleet";
export type { TargetPreview } from "./fleet/preview-plan";
export type {
  Account,
  ChangeCounts,
  Failure,
  GrantOutcome,
  LeftOut,
  ProofCase,
  ProofResult,
  RoleProof,
  RunEvent,
  Target,
  TargetAction,
  TargetOutcome,
  TargetProgress,
} from "./model";
export type { Plan, PlanItem, PlannedAction } from "./plan/plan";
export { coverageReport, planReport, runReport } from "./report/json-reports";
export {
  type CoverageReport,
  type ErrorReport,
  type PlanReport,
  type Report,
  type RunReport,
  reportJsonSchema,
  reportSchema,
} from "./report/report-schemas";
export type { RunSummary, TargetState, TargetSummary } from "./run/run-summary";
