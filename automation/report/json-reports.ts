import type { DiffGroup } from "../diff/fleet-diff";
import { describeDrift } from "../drift/describe-drift";
import type { Drift } from "../drift/drift";
import type { Coverage } from "../fleet/coverage";
import type { AccountExplanation } from "../fleet/explain-account";
import type { RunList } from "../fleet/find-run";
import { diffOf, type TargetPreview } from "../fleet/preview-plan";
import type { FleetProof } from "../fleet/prove-fleet";
import type { LeftOut, RoleProof } from "../model";
import type { NameSearch } from "../plan/collisions";
import type { NamedAccount } from "../plan/group-accounts";
import { type Plan, phaseNumbers } from "../plan/plan";
import { wavesOf } from "../plan/plan-waves";
import type { Wave } from "../plan/wave-rules";
import type { RunSummary, TargetSummary } from "../run/run-summary";
import { groupFailures } from "./failure-groups";
import type {
  CoverageReport,
  DriftReport,
  ExplanationReport,
  PlanReport,
  ProofReport,
  RunReport,
  RunsReport,
} from "./report-schemas";

const version = 1;

/** What was found out about a plan. */
export interface PlanFindings {
  previews?: readonly TargetPreview[];
  names?: NameSearch;
  /** What would refuse a run of it. */
  refused?: string;
}

/** A plan as JSON data, with what was found out about it. */
export function planReport(plan: Plan, { previews = [], names, refused }: PlanFindings = {}): PlanReport {
  const phases = phaseNumbers(plan);
  const previewOf = new Map(previews.map((preview) => [preview.accountId, preview]));
  const waves = wavesOf(plan);
  const waveOf = new Map(waves.flatMap(({ name, accountIds }) => accountIds.map((id): [string, string] => [id, name])));
  return {
    report: "plan",
    version,
    fleet: plan.fleet,
    action: plan.action,
    accounts: plan.items.map(({ target: { account }, action, notes, after, proven }) => {
      const preview: Partial<TargetPreview> = previewOf.get(account.id) ?? {};
      const { changes, failure, heals } = preview;
      const { id: accountId, name, ouPath } = account;
      const found = {
        ...(proven && { proven }),
        ...(changes && { changes }),
        ...(heals && { heals }),
        ...(failure && { failure }),
      };
      const wave = waves.length > 1 ? waveOf.get(accountId) : undefined;
      const order = { phase: phases.get(accountId) ?? 1, after, ...(wave && { wave }) };
      return { accountId, name, ouPath, action, ...order, notes, ...found };
    }),
    ...(previews.length > 0 && { diff: diffOf(plan, previews).map(diffReport) }),
    ...(names && namesReport(names)),
    ...(waves.length > 1 ? { waves: waves.map(waveReport) } : {}),
    leftOut: leftOutReport(plan.leftOut),
    ...(plan.remarks ? { remarks: plan.remarks } : {}),
    ...(refused === undefined ? {} : { refused }),
  };
}

function namesReport({ collisions, unseen }: NameSearch) {
  const flat = <Rest extends object>({
    account: { id: accountId, name },
    ...rest
  }: Rest & { account: NamedAccount }) => ({
    ...{ accountId, name },
    ...rest,
  });
  return {
    ...(collisions.length > 0 && { collisions: collisions.map(flat) }),
    ...(unseen.length > 0 && { unseen: unseen.map(flat) }),
  };
}

function diffReport({ accounts, ...group }: DiffGroup) {
  return { ...group, accounts: accounts.map(({ id: accountId, name }) => ({ accountId, name })) };
}

/** A run as JSON data. */
export function runReport(summary: RunSummary): RunReport {
  const { targets, leftOut, unchanged, ...rest } = summary;
  const failureGroups = groupFailures(targets).map(({ accounts, ...group }) => {
    return { ...group, accountIds: accounts.map(({ accountId }) => accountId) };
  });
  return {
    report: "run",
    version,
    ...rest,
    accounts: targets.map(targetReport),
    leftOut: leftOut.map(({ id: accountId, name, reason }) => ({ accountId, name, reason })),
    unchanged: unchanged.map(({ id: accountId, ...account }) => ({ accountId, ...account })),
    ...(failureGroups.length > 0 ? { failureGroups } : {}),
  };
}

/** The runs of a fleet as JSON data. */
export function runsReport({ runs, unreadable }: RunList, fleet: string): RunsReport {
  const told = runs.map(({ fleet: _same, ...run }) => run);
  return { report: "runs", version, fleet, runs: told, ...(unreadable.length > 0 ? { unreadable } : {}) };
}

/** Coverage as JSON data. */
export function coverageReport(coverage: Coverage): CoverageReport {
  return { report: "coverage", version, ...coverage };
}

/** The explanation of an account as JSON data. */
export function explanationReport({ account, ...rest }: AccountExplanation): ExplanationReport {
  const { id: accountId, ...facts } = account;
  return { report: "explanation", version, accountId, ...facts, ...rest };
}

/** A proof as JSON data. */
export function proofReport({ fleet, accounts, leftOut, counts }: FleetProof): ProofReport {
  return {
    report: "proof",
    version,
    fleet,
    accounts: accounts.map(({ proofs, ...rest }) => ({ ...rest, proofs: proofs.map(roleProofReport) })),
    leftOut: leftOutReport(leftOut),
    counts,
  };
}

/** Drift as JSON data. */
export function driftReport({ accounts, leftOut, ...rest }: Drift): DriftReport {
  return {
    report: "drift",
    version,
    ...rest,
    accounts: accounts.map(({ resources, ...account }) => ({
      ...account,
      resources: resources.map((resource) => ({ ...resource, description: describeDrift(resource) })),
    })),
    leftOut: leftOutReport(leftOut),
  };
}

function waveReport({ name, accountIds, soak, gate }: Wave) {
  return { name, accountIds, ...(soak && { soak }), ...(gate && { gate }) };
}

function targetReport({ outcome, proofs, ...rest }: TargetSummary): RunReport["accounts"][number] {
  return {
    ...rest,
    ...(outcome && { durationMs: outcome.durationMs, changes: outcome.changes, grants: outcome.grants }),
    ...(outcome?.healed && { healed: outcome.healed }),
    ...(proofs && { proofs: proofs.map(roleProofReport) }),
  };
}

function roleProofReport({ party, roleArn, proven, results }: RoleProof) {
  return { party, roleArn, proven, results };
}

function leftOutReport(leftOut: readonly LeftOut[]) {
  return leftOut.map(({ account: { id: accountId, name }, reason }) => ({ accountId, name, reason }));
}
