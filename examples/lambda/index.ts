import * as path from "node:path";
import { Fleet } from "pulumi-cross-account/automation";

/** What AWS Lambda tells a function of its call, as far as this one needs it. */
interface CallContext {
  getRemainingTimeInMillis(): number;
}

/** Time to end what is in flight, to write the journal and to give the lease back. */
const spareMs = 60_000;

/**
 * Brings the fleet of the image up, called by a schedule. What the time was too short for, the next call goes on with.
 *
 * @throws Error naming the accounts that failed, so that the call counts as failed and its alarm rings.
 */
export async function handler(_event: unknown, context: CallContext): Promise<object> {
  const fleet = await Fleet.load(path.join(process.env.LAMBDA_TASK_ROOT ?? ".", "fleet.yaml"));
  const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - spareMs));
  const { runId, counts, unchanged, targets } = await fleet.up({ signal });
  const failed = targets.flatMap(({ accountId, failure }) => (failure ? [`${accountId}: ${failure.message}`] : []));
  if (failed.length > 0) throw new Error(`${runId}: ${failed.join("; ")}`);
  return { runId, done: counts.done, unchanged: unchanged.length };
}
