import PQueue from "p-queue";
import type { ChosenTargets } from "../fleet/choose-targets";
import type { GrantOutcome, LeftOut, Target } from "../model";
import { vendorOf } from "../parties/parties";
import type { PartyName } from "../parties/party";
import type { Plan, PlanItem } from "../plan/plan";
import { type DueGrant, findDue, type RotationWish } from "./find-due";

const stacksAtOnce = 8;

/** What a rotation is planned from. */
export interface RotationFacts extends Pick<ChosenTargets, "targets" | "leftOut"> {
  fleet: string;
  /** Ids of the accounts that have a stack in this fleet. */
  stacks: readonly string[];
  /** What an account was given, as its stack records it. */
  grantsOf(accountId: string): Promise<GrantOutcome[]>;
  wish: RotationWish;
}

/** Which accounts get another external id, and which not and why. Changes nothing. */
export async function planRotation(facts: RotationFacts): Promise<Plan> {
  const { fleet, targets, leftOut } = facts;
  const queue = new PQueue({ concurrency: stacksAtOnce });
  const withStack = new Set(facts.stacks);
  const judged = await queue.addAll(targets.map((target) => () => judge(target, { ...facts, withStack })));
  return {
    fleet,
    action: "rotate",
    items: judged.filter((one) => "target" in one),
    leftOut: [...leftOut, ...judged.filter((one) => "account" in one)],
  };
}

async function judge(
  target: Target,
  { withStack, grantsOf, wish }: Pick<RotationFacts, "grantsOf" | "wish"> & { withStack: ReadonlySet<string> },
): Promise<PlanItem | LeftOut> {
  const { account } = target;
  if (!withStack.has(account.id)) return { account, reason: "has no stack in this fleet yet: run up first" };
  const verdict = findDue(await grantsOf(account.id), wish);
  if ("reason" in verdict) return { account, reason: verdict.reason };
  return {
    target: withRotations(target, verdict.due),
    action: "rotate",
    notes: verdict.due.map(({ note }) => note),
    after: [],
  };
}

/** The same target with the rotations that are due in its settings: what is left is an `up`, the same however often it is run. */
function withRotations({ account, settings }: Target, due: readonly DueGrant[]): Target {
  const grants = due.reduce(
    (changed, { party, rotation }) => vendorOf(party as PartyName).withRotation?.(changed, rotation) ?? changed,
    settings.grants,
  );
  return { account, settings: { ...settings, grants } };
}
