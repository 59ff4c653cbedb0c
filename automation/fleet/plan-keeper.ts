import type { TargetAction } from "../model";
import { type Plan, wishOf } from "../plan/plan";
import { checkPlanFile, isPlanFile, type PlanFile } from "../plan/plan-file";
import type { RotationOptions } from "../rotate/read-wish";
import { untilAborted } from "../run/until-aborted";
import { assertPlanFor, openKeptPlan } from "./apply-kept-plan";
import type { FleetOptions, PlanOptions, RunOptions } from "./fleet-options";
import type { FleetSettings } from "./fleet-schema";
import { keepPlan } from "./keep-plan";

const subject = "The plan";

/** What plans of one fleet are made, kept and opened with. */
export interface PlanKeeperOptions {
  settings: FleetSettings;
  /** Absolute path of the fleet's folder. */
  folder: string;
  fleetOptions: FleetOptions;
  plan(action: TargetAction, options: PlanOptions & RotationOptions): Promise<Plan>;
}

/** Options of a run; where it is that of a plan that was kept, what the plan was made from holds. */
export function withKeptWish<Options extends Pick<RunOptions, "plan">>(options: Options): Options {
  const { plan } = options;
  return plan && isPlanFile(plan) ? { ...options, ...wishOf(plan.wish) } : options;
}

/** Plans of one fleet between the time they are made and the time they are applied. */
export class PlanKeeper {
  constructor(private readonly options: PlanKeeperOptions) {}

  keep(plan: Plan): Promise<PlanFile> {
    return keepPlan(plan, this.options);
  }

  async open(kept: PlanFile, action: TargetAction, { signal }: Pick<PlanOptions, "signal">): Promise<Plan> {
    assertPlanFor(checkPlanFile(kept, subject), { fleet: this.options.settings.name, action }, subject);
    const again = { ...wishOf(kept.wish), plannedAt: new Date(kept.plannedAt), ...(signal ? { signal } : {}) };
    return openKeptPlan(kept, {
      planAgain: () => this.options.plan(action, again),
      keep: (plan) => this.keep(plan),
    });
  }

  /** The plan that was given, opened where it was kept, or one made now. */
  async planFor(action: TargetAction, options: RunOptions & RotationOptions): Promise<Plan> {
    const { plan, signal } = options;
    if (!plan) return untilAborted(this.options.plan(action, options), signal);
    if (isPlanFile(plan)) return untilAborted(this.open(plan, action, options), signal);
    assertPlanFor(plan, { fleet: this.options.settings.name, action }, subject);
    return plan;
  }
}
