import PQueue from "p-queue";
import type { StackEngine } from "../engine/stack-engine";
import type { ClosedAccount, Target, TargetAction } from "../model";
import { closingOf } from "./closing";
import { describeClosed, describePlannedClosing, type Grace, isDue, readGrace } from "./grace";

const stacksAtOnce = 8;

/** Accounts that are closed, and how long their vendor accounts stay. */
export interface ClosedAccounts {
  /** By account id; one whose closing was interrupted is none. */
  closed: ReadonlyMap<string, ClosedAccount>;
  grace: Grace;
}

/** What is to be found out about closed accounts. */
export interface ClosedOptions {
  engine: Pick<StackEngine, "closedOf">;
  /** Ids of the accounts that have a stack. */
  stacks: readonly string[];
  /** The grace period of the fleet file. */
  grace: string | undefined;
  /** False to do without the grace period. */
  wait?: boolean | undefined;
}

/** Reads from their stacks which accounts are closed. */
export async function findClosedAccounts({
  engine,
  stacks,
  grace,
  wait = true,
}: ClosedOptions): Promise<ClosedAccounts> {
  const queue = new PQueue({ concurrency: stacksAtOnce });
  const read = async (id: string) => ({ id, closed: await engine.closedOf(id) });
  const found = await queue.addAll(stacks.map((id) => () => read(id)));
  const closed = found.flatMap(({ id, closed: one }): [string, ClosedAccount][] => (one?.complete ? [[id, one]] : []));
  return { closed: new Map(closed), grace: readGrace(wait ? grace : undefined) };
}

/** The same for a plan: no stack is read where the action has nothing to do with the grace period. */
export async function findClosedFor(action: TargetAction, options: ClosedOptions): Promise<ClosedAccounts> {
  const matters = action === "offboard" || (action === "up" && options.grace !== undefined);
  return findClosedAccounts(matters ? options : { ...options, stacks: [] });
}

/** Every closed account, and why it is not offboarded further yet; nothing when it is time. Pure. */
export function waitingReasons({ closed, grace }: ClosedAccounts): Map<string, string | undefined> {
  return new Map(
    [...closed].map(([id, one]) => [id, isDue(one, grace) ? undefined : `is ${describeClosed(one, grace)}`]),
  );
}

/**
 * Which of the accounts to be offboarded are only closed for now, and what is to be said of it. One that is suspended or gone is not:
 * nothing can be taken away in it.
 */
export async function findClosings(
  action: TargetAction,
  targets: readonly Target[],
  { closed, grace }: ClosedAccounts,
  engine: Pick<StackEngine, "vendorResourcesOf" | "grantsOf" | "closedOf">,
): Promise<Map<string, string>> {
  if (action !== "offboard" || grace.span === undefined) return new Map();
  const open = targets.filter(({ account }) => account.state === "ACTIVE" && !closed.has(account.id));
  const queue = new PQueue({ concurrency: stacksAtOnce });
  const describe = async (target: Target): Promise<[string, string][]> => {
    const closing = await closingOf(target, engine);
    return closing.keep.length > 0 ? [[target.account.id, describePlannedClosing(closing, grace)]] : [];
  };
  return new Map((await queue.addAll(open.map((target) => () => describe(target)))).flat());
}
