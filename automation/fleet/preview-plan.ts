import PQueue from "p-queue";
import type { TokenReader } from "../../providers";
import { createFleetDiff, type DiffGroup } from "../diff/fleet-diff";
import { findDriftBefore } from "../drift/known-drift";
import { failureOf } from "../engine/errors";
import type { StackEngine } from "../engine/stack-engine";
import type { ChangeCounts, Failure, PlannedChange, TargetProgress } from "../model";
import { closingOf } from "../offboard/closing";
import { type Amount, concurrencyOf } from "../plan/amount";
import type { Plan, PlanItem } from "../plan/plan";
import { wideSignal } from "../run/wide-signal";
import type { Hub } from "./hub-credentials";

/** What a run of a plan would change in one account, or why that could not be found out. */
export interface TargetPreview {
  accountId: string;
  changes?: ChangeCounts;
  /** Each resource that would not stay as it is. */
  resources?: PlannedChange[];
  /** What was changed or deleted by hand and would be put right, in words. */
  heals?: string[];
  failure?: Failure;
}

/** How previews are made. */
export interface PreviewPlanOptions {
  hub: Hub;
  /** Reads the vendor tokens. */
  tokens: TokenReader;
  /** True to compare every resource with the world. */
  refresh?: boolean;
  concurrency: Amount;
  signal?: AbortSignal;
  /** Told what came of each account as soon as it is known. */
  onAccount?(preview: TargetPreview): void;
  onProgress?(progress: TargetProgress): void;
}

/** Asks the engine what each item of a plan would change; one account's failure does not keep the others from an answer. */
export async function previewPlan(
  plan: Plan,
  engine: StackEngine,
  { concurrency, hub, tokens, refresh = false, signal, onAccount, onProgress }: PreviewPlanOptions,
): Promise<TargetPreview[]> {
  const { startVendorGateway } = await import("../../providers/vendor-gateway/start-gateway.js");
  const gateway = await startVendorGateway({ tokens });
  const queue = new PQueue({ concurrency: concurrencyOf(concurrency, plan.items.length) });
  const look = { engine, hub, signal: wideSignal(signal) };
  const context = { gatewayPort: gateway.port, ...(signal ? { signal } : {}), ...(onProgress ? { onProgress } : {}) };
  const previewOne = async ({ target, action, lost = [] }: PlanItem): Promise<TargetPreview> => {
    const accountId = target.account.id;
    try {
      const operation = { fleet: plan.fleet, action: plan.action, target };
      const { found } =
        action === "check" || action === "unchanged" ? await findDriftBefore(operation, lost, look) : { found: [] };
      const closing = action === "close" ? { closing: await closingOf(target, engine) } : {};
      const { changes, resources } = await engine.preview(
        { ...operation, ...closing },
        { ...context, refresh: refresh || found.length > 0 },
      );
      return { accountId, changes, resources, ...(found.length > 0 ? { heals: found } : {}) };
    } catch (error) {
      return { accountId, failure: failureOf(error) };
    }
  };
  const previewAndTell = async (item: PlanItem): Promise<TargetPreview> => {
    const preview = await previewOne(item);
    onAccount?.(preview);
    return preview;
  };
  try {
    return await Promise.all(plan.items.map((item) => queue.add(() => previewAndTell(item), { throwOnTimeout: true })));
  } finally {
    await gateway.close();
  }
}

/** What a run of the plan would change in all accounts together; nothing that could not be previewed. Pure. */
export function diffOf({ items }: Plan, previews: readonly TargetPreview[]): DiffGroup[] {
  const byId = new Map(previews.map((preview) => [preview.accountId, preview]));
  return createFleetDiff(
    items.map(({ target: { account }, connected = [] }) => ({
      account: { id: account.id, name: account.name, connected },
      resources: byId.get(account.id)?.resources ?? [],
    })),
  );
}

/** The plan as `up` would make it after the previews: what would change is not left alone any more. */
export function afterPreviews(plan: Plan, previews: readonly TargetPreview[]): Plan {
  const changed = new Set(previews.filter(wouldChange).map(({ accountId }) => accountId));
  const isFound = ({ action, target }: PlanItem): boolean => action === "unchanged" && changed.has(target.account.id);
  const found = ({ proven: _proven, ...item }: PlanItem): PlanItem => ({ ...item, action: "check" });
  return { ...plan, items: plan.items.map((item) => (isFound(item) ? found(item) : item)) };
}

/** Whether a run of the plan would change anything, or it could not be found out. */
export function wouldChange({ changes, heals = [], failure }: TargetPreview): boolean {
  if (failure !== undefined || heals.length > 0 || !changes) return true;
  const { create, update, replace, delete: deleted } = changes;
  return create + update + replace + deleted > 0;
}
