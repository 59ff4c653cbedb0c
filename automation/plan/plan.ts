import type { LastProof, LeftOut, Target, TargetAction } from "../model";
import { intoPhases, type Prerequisite, type Prerequisites } from "./phases";
import type { WaveRule } from "./wave-rules";

/**
 * `enrol`: has no stack yet; `check`: has one, and is brought to what the settings say; `unchanged`: is as it was when it was proven last,
 * and left alone; `rotate`: external ids are replaced; `offboard`: everything is taken away; `close`: the access is, and vendor accounts
 * stay until the grace period is over; `reopen`: it was closed, and is brought to what the settings say with the same vendor accounts.
 */
export type PlannedAction = "enrol" | "check" | "unchanged" | "reopen" | "rotate" | "close" | "offboard";

/** What was asked for when a plan was made, beside what the fleet file says; the plan that is made again from it is the same. */
export interface PlanWish {
  only?: readonly string[];
  refresh?: boolean;
  grace?: boolean;
  olderThan?: string;
  party?: readonly string[];
}

/** Of many options those that a plan is made from. */
export function wishOf({
  only,
  refresh,
  grace,
  olderThan,
  party,
}: { [Key in keyof PlanWish]: PlanWish[Key] | undefined }): PlanWish {
  return {
    ...(only === undefined ? {} : { only }),
    ...(refresh === undefined ? {} : { refresh }),
    ...(grace === undefined ? {} : { grace }),
    ...(olderThan === undefined ? {} : { olderThan }),
    ...(party === undefined ? {} : { party }),
  };
}

/** An account at a vendor that belonged to a target when the plan was made. */
export interface ConnectedAccount {
  party: string;
  id: string;
  name: string;
}

/** What is to be done to one target. */
export interface PlanItem {
  target: Target;
  action: PlannedAction;
  /** What a person should know before it is done, such as `adopts the Spot account act-…`. */
  notes: string[];
  /** What of the same plan has to be done before; without it done, this is not started. */
  after: Prerequisite[];
  /** Parties whose vendor shows nothing of the account any more: if they were granted before, it is compared with the world first. */
  lost?: string[];
  /** Parties whose grant is taken away, as the fleet file names them no more; absent where there are none. */
  drops?: string[];
  /** The accounts at vendors that belong to it; absent where they do not decide. */
  connected?: ConnectedAccount[];
  /** The last proof of an account that is left alone. */
  proven?: LastProof;
}

/** What a run would do. */
export interface Plan {
  fleet: string;
  action: TargetAction;
  /** In the order of their phases. */
  items: PlanItem[];
  leftOut: LeftOut[];
  /** When it was made, ISO 8601. */
  plannedAt?: string;
  /** What it was made from besides the fleet file. */
  wish?: PlanWish;
  /** The waves it is worked through in, as they are asked for; absent where all accounts go together. See {@link wavesOf}. */
  waves?: WaveRule[];
  /** What is doubtful in the fleet file, such as overrides that fit no account; absent where nothing is. */
  remarks?: string[];
}

/** What of a plan has to be done before each of its accounts. */
export function prerequisitesOf({ items }: Pick<Plan, "items">): Prerequisites {
  return new Map(items.map(({ target, after }) => [target.account.id, after]));
}

/** In which phase of a plan each account is, by its id, from 1 on: a phase begins when the one before has ended. */
export function phaseNumbers(plan: Pick<Plan, "items">): Map<string, number> {
  const ids = plan.items.map(({ target }) => target.account.id);
  const { phases } = intoPhases(ids, prerequisitesOf(plan));
  return new Map(phases.flatMap((phase, index) => phase.map((id): [string, number] => [id, index + 1])));
}
