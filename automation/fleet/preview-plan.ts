import PQueue from "p-queue";
import { startVendorGateway } from "../../providers";
import { failureOf } from "../engine/errors";
import type { StackEngine } from "../engine/stack-engine";
import type { ChangeCounts, Failure, TargetProgress } from "../model";
import type { Plan, PlanItem } from "../plan/plan";

/** What a run of a plan would change in one account, or why that could not be found out. */
export interface TargetPreview {
  accountId: string;
  changes?: ChangeCounts;
  failure?: Failure;
}

/** How previews are made. */
export interface PreviewPlanOptions {
  concurrency: number;
  signal?: AbortSignal;
  onProgress?(progress: TargetProgress): void;
}

/** Asks the engine what each item of a plan would change; one account's failure does not keep the others from an answer. */
export async function previewPlan(
  plan: Plan,
  engine: StackEngine,
  { concurrency, ...context }: PreviewPlanOptions,
): Promise<TargetPreview[]> {
  const gateway = await startVendorGateway();
  const queue = new PQueue({ concurrency });
  const previewOne = async ({ target }: PlanItem): Promise<TargetPreview> => {
    const accountId = target.account.id;
    try {
      const operation = { fleet: plan.fleet, action: plan.action, target };
      return { accountId, changes: await engine.preview(operation, { ...context, gatewayPort: gateway.port }) };
    } catch (error) {
      return { accountId, failure: failureOf(error) };
    }
  };
  try {
    return await Promise.all(plan.items.map((item) => queue.add(() => previewOne(item), { throwOnTimeout: true })));
  } finally {
    await gateway.close();
  }
}
