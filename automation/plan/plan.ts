import type { LastProof, LeftOut, Target, TargetAction } from "../model";

/**
 * `enrol`: has no stack yet; `check`: has one, and is brought to what the settings say; `unchanged`: is as it was when it was proven last,
 * and left alone; `offboard`: everything is taken away.
 */
export type PlannedAction = "enrol" | "check" | "unchanged" | "offboard";

/** What is to be done to one target. */
export interface PlanItem {
  target: Target;
  action: PlannedAction;
  /** What a person should know before it is done, such as `adopts the Spot account act-…`. */
  notes: string[];
  /** Parties whose vendor shows nothing of the account any more: if they were granted before, it is compared with the world first. */
  lost?: string[];
  /** The last proof of an account that is left alone. */
  proven?: LastProof;
}

/** What a run would do. */
export interface Plan {
  fleet: string;
  action: TargetAction;
  items: PlanItem[];
  leftOut: LeftOut[];
  /** What is doubtful in the fleet file, such as overrides that fit no account; absent where nothing is. */
  remarks?: string[];
}
