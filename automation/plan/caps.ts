import { RefusedError } from "../errors";
import { count } from "../report/text-report";
import type { Plan } from "./plan";

/** How much a run may touch at most. */
export interface Caps {
  maxTargets: number;
  /** Accounts that are offboarded, or lose a grant. */
  maxDeletes: number;
}

/**
 * Refuses a plan that touches more accounts than asked for, before anything happens.
 *
 * @throws RefusedError naming the cap and how to raise it.
 */
export function assertWithinCaps({ items }: Plan, { maxTargets, maxDeletes }: Caps): void {
  const touched = items.filter(({ action }) => action !== "unchanged");
  const offboarded = items.filter(({ action }) => action === "offboard" || action === "close").length;
  const dropped = items.filter(({ drops }) => drops !== undefined).length;
  const deletes = offboarded + dropped;
  if (touched.length > maxTargets) {
    throw new RefusedError(
      `The run would touch ${count(touched.length, "account")}, and at most ${maxTargets} are allowed (rollout.maxTargets).`,
      "Name fewer accounts with --only, or raise the cap: --max-targets, or rollout.maxTargets in the fleet file.",
    );
  }
  if (deletes > maxDeletes) {
    throw new RefusedError(
      `The run would ${dropped > 0 ? "take grants away from" : "offboard"} ${count(deletes, "account")}, and at most ${maxDeletes} are allowed (rollout.maxDeletes).`,
      "Name fewer accounts with --only, or raise the cap: --max-deletes, or rollout.maxDeletes in the fleet file.",
    );
  }
}
