import type { TargetAction } from "../model";
import { type Plan, wishOf } from "../plan/plan";
import { checkPlanFile, isPlanFile, type PlanFile } from "../plan/plan-file";
import type { RotationOptions } from "../rotate/read-wish";
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
    const { plan } = options;
    if (!plan) return this.options.plan(action, options);
    if (isPlanFile(plan)) return this.open(plan, action, options);
    assertPlanFor(plan, { fleet: this.options.settings.name, action }, subject);
    return plan;
  }
}
