export type { AccountSettings } from "../components/account-settings";
export type { DiffGroup } from "./diff/fleet-diff";
export type { AccountDrift, Drift, DriftState } from "./drift/drift";
export { OperationError } from "./engine/errors";
export { locatePulumi, type PulumiInstallation } from "./engine/locate-pulumi";
export type { ProgramModule, StackProgram } from "./engine/program-module";
export {
  createStackEngine,
  type EngineOperationOptions,
  type StackEngine,
  type StackEngineOptions,
} from "./engine/stack-engine";
export { CancelledError, InputError, type InputProblem, RefusedError } from "./errors";
export type { AccountCoverage, Coverage, CoverageState, GrantCoverage, LastRun } from "./fleet/coverage";
export type { AccountExplanation, FittingEntry, SettingSource } from "./fleet/explain-account";
export { findRun, listFleetRuns, type RunList, type RunListing } from "./fleet/find-run";
export { Fleet } from "./fleet/fleet";
export type {
  DriftOptions,
  FleetOptions,
  PlanOptions,
  PreviewOptions,
  ProveOptions,
  RunOptions,
} from "./fleet/fleet-options";
export { type FleetInput, type FleetSettings, fleetJsonSchema, fleetSchema } from "./fleet/fleet-schema";
export type { FindAccounts, GivenAccount } from "./fleet/function-source";
export { type LoadedFleet, loadFleet, parseFleet } from "./fleet/load-fleet";
export { readPlanFile, writePlanFile } from "./fleet/plan-on-disk";
export { diffOf, type TargetPreview } from "./fleet/preview-plan";
export type { AccountProof, FleetProof } from "./fleet/prove-fleet";
export type { FactLog, FactRecord, FactStore } from "./journal/fact-store";
export { folderStore } from "./journal/folder-store";
export { type Journal, listRuns, newRunId, openJournal, type RunRecord, readJournal } from "./journal/journal-store";
export { LeaseHeldError, LeaseLostError } from "./lease/lease-errors";
export type { LeaseHolder } from "./lease/lease-record";
export type {
  Account,
  ArtefactOutcome,
  ChangeCounts,
  ClosedAccount,
  ClosedRole,
  Closing,
  DriftedProperty,
  DriftedResource,
  Failure,
  GrantOutcome,
  LastProof,
  LeftOut,
  OperationPreview,
  PlannedChange,
  PlannedProperty,
  ProofCase,
  ProofResult,
  RecordedRole,
  RoleOutcome,
  RoleProof,
  RunEvent,
  RunWave,
  Target,
  TargetAction,
  TargetOperation,
  TargetOutcome,
  TargetProgress,
  UnchangedAccount,
} from "./model";
export type { Amount } from "./plan/amount";
export type { NameCollision, NameSearch } from "./plan/collisions";
export type { ConnectedAccount, Plan, PlanItem, PlannedAction, PlanWish } from "./plan/plan";
export { checkPlanFile, isPlanFile, type PlanFile, planFileJsonSchema, planFileSchema } from "./plan/plan-file";
export { wavesOf } from "./plan/plan-waves";
export type { Gate, Wave, WaveRule, Weekday } from "./plan/wave-rules";
export { intoWaves, type WaveAccount, type WaveFacts } from "./plan/waves";
export { type AccountOutputs, accountProgram, accountProvider, giveAccess } from "./program/account-program";
export { type FailureGroup, groupFailures } from "./report/failure-groups";
export { htmlReport, type PageOptions } from "./report/html/page";
export {
  coverageReport,
  driftReport,
  explanationReport,
  planReport,
  proofReport,
  runReport,
  runsReport,
} from "./report/json-reports";
export { junitReport } from "./report/junit";
export {
  type AlertReport,
  type CoverageReport,
  type DriftReport,
  type ErrorReport,
  type ExplanationReport,
  type PlanReport,
  type ProofReport,
  type Report,
  type RunReport,
  type RunsReport,
  reportJsonSchema,
  reportSchema,
  type WatchReport,
} from "./report/report-schemas";
export { watchReport } from "./report/watch-report";
export type { RotationOptions } from "./rotate/read-wish";
export { type Clock, systemClock } from "./run/clock";
export type { ApprovalRequest, Approve } from "./run/pass-gate";
export type { RetryRules } from "./run/retry-rules";
export {
  GrowingSummary,
  type RunSummary,
  summarizeRun,
  type TargetState,
  type TargetSummary,
  type WaveSummary,
} from "./run/run-summary";
export { type RunTargetsOptions, runTargets } from "./run/run-targets";
export type { OperationContext } from "./run/work-on-target";
export type {
  AlertOutcome,
  LeftAccount,
  WaitingAccount,
  WatchClock,
  WatchOptions,
  WatchRound,
} from "./watch/watch-options";
export type { OpenProblem } from "./watch/watch-state";
