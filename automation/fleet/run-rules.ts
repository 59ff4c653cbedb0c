import type { RunOptions } from "./fleet-options";
import type { RolloutSettings } from "./rollout-schema";
import type { RunPlanOptions } from "./run-plan";

/** How a run goes: what its caller says, else the fleet file. Pure. */
export function runRules(
  { concurrency, tolerance, toleranceMode, retries }: RolloutSettings,
  options: RunOptions,
): Pick<RunPlanOptions, "concurrency" | "tolerance" | "toleranceMode" | "retry" | "approve" | "clock"> {
  const { approve, clock } = options;
  return {
    concurrency: options.concurrency ?? concurrency,
    tolerance: options.tolerance ?? tolerance,
    toleranceMode,
    retry: { retries },
    ...(approve ? { approve } : {}),
    ...(clock ? { clock } : {}),
  };
}
