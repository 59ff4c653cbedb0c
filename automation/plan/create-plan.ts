import type { ClosedAccount, LastProof, LeftOut, Target, TargetAction } from "../model";
import { describeClosing, nameKept } from "../offboard/grace";
import { findParty, partyTitle } from "../parties/parties";
import type { PartyName } from "../parties/party";
import type { VendorAccount } from "../parties/vendor-side";
import { intoPhases } from "./phases";
import type { ConnectedAccount, Plan, PlanItem, PlannedAction } from "./plan";
import { indexConnections, type VendorSurvey } from "./survey-vendors";
import { orderOf, sideOf } from "./two-sided-order";

/** What a plan is made from. */
export interface PlanFacts {
  fleet: string;
  action: TargetAction;
  targets: readonly Target[];
  leftOut: readonly LeftOut[];
  /** Ids of the accounts that have a stack in this fleet. */
  stacks: readonly string[];
  vendors: VendorSurvey;
  /** The account each party's managing side lives in. */
  managing?: ReadonlyMap<PartyName, string>;
  /** The last proof of a target that needs no work as far as it can be told without looking; nothing where it does. Default: all do. */
  findUnchanged?(target: Target): LastProof | undefined;
  /** Accounts that are closed, by id. */
  closed?: ReadonlyMap<string, ClosedAccount>;
  /** Accounts that are only closed for now, by id, and what is to be said of it. */
  closings?: ReadonlyMap<string, string>;
}

/** Decides what is to be done to each target, and what is worth saying about it before. Pure. */
export function createPlan(facts: PlanFacts): Plan {
  const { fleet, action, targets, leftOut, vendors, managing = new Map(), findUnchanged } = facts;
  const order = orderOf(action, targets, managing);
  const withStack = new Set(facts.stacks);
  const connectedTo = indexConnections(vendors);
  const items = targets.map((target): PlanItem => {
    const planned = plannedAction(target.account.id, facts, withStack);
    const connections = connectedTo(target);
    const told = [...connections].flatMap(([party, accounts]) => describeConnections(planned, target, party, accounts));
    const notes = [
      ...(planned === "offboard" ? describeGone(target) : []),
      ...describeSides(action, target, managing),
      ...describeGrace(planned, target.account.id, facts),
      ...told,
    ];
    const after = [...(order.get(target.account.id) ?? [])];
    const lost = planned === "check" ? findLost(connections) : [];
    // What a vendor shows that is not as it should be is a reason to look, and so is an identity that is made anew: AWS does not take it for
    // the one of the same name that a trust policy was written for.
    const trustsAnew = after.some(({ accountId }) => plannedAction(accountId, facts, withStack) !== "check");
    const mayBeLeft = planned === "check" && told.length === 0 && !trustsAnew;
    const proven = mayBeLeft ? findUnchanged?.(target) : undefined;
    const connected = listConnections(connections);
    if (proven) return { target, action: "unchanged", notes, after, connected, proven };
    return { target, action: planned, notes, after, connected, ...(lost.length > 0 ? { lost } : {}) };
  });
  const byId = new Map(items.map((item) => [item.target.account.id, item]));
  const { phases } = intoPhases([...byId.keys()], order);
  return { fleet, action, items: phases.flat().flatMap((id) => byId.get(id) ?? []), leftOut: [...leftOut] };
}

/** Why an account is not in turn. */
function describeSides(action: TargetAction, { account }: Target, managing: ReadonlyMap<PartyName, string>): string[] {
  const sides = [...managing].flatMap(([party, id]) => (id === account.id ? [sideOf(party)] : []));
  if (sides.length === 0) return [];
  return [action === "up" ? `goes first: ${sides.join(", ")}` : `goes last: ${sides.join(", ")}`];
}

function plannedAction(
  accountId: string,
  { action, closed, closings }: Pick<PlanFacts, "action" | "closed" | "closings">,
  withStack: ReadonlySet<string>,
): PlannedAction {
  if (action === "offboard") return closings?.has(accountId) ? "close" : "offboard";
  if (closed?.has(accountId)) return "reopen";
  return withStack.has(accountId) ? "check" : "enrol";
}

/** What there is to say of an account that is closed, or is about to be. */
function describeGrace(
  planned: PlannedAction,
  accountId: string,
  { closed: known, closings }: Pick<PlanFacts, "closed" | "closings">,
): string[] {
  const closing = closings?.get(accountId);
  if (planned === "close") return closing === undefined ? [] : [closing];
  const closed = known?.get(accountId);
  if (!closed) return [];
  const was = `was ${describeClosing(closed)}`;
  return [
    planned === "reopen"
      ? `${was}: gets its access back with ${nameKept(closed.keep)}`
      : `${was}: deletes ${nameKept(closed.keep)}`,
  ];
}

/** What is different about offboarding an account that is closed or has left. */
function describeGone({ account: { state } }: Target): string[] {
  if (state === "ACTIVE") return [];
  const why =
    state === "CLOSED" ? "is not in the organization any more" : `is ${state.toLowerCase().replace("_", " ")}`;
  return [`${why}: where it cannot be entered, only the vendors' side is cleaned, and its stack removed`];
}

function listConnections(connections: ReadonlyMap<string, readonly VendorAccount[]>): ConnectedAccount[] {
  return [...connections].flatMap(([party, accounts]) => accounts.map(({ id, name }) => ({ party, id, name })));
}

/** A stack is there, and the vendor shows nothing of it. */
function findLost(connections: ReadonlyMap<string, readonly VendorAccount[]>): string[] {
  return [...connections].filter(([, accounts]) => accounts.length === 0).map(([party]) => party);
}

function describeConnections(
  action: PlannedAction,
  { settings }: Target,
  party: string,
  accounts: readonly VendorAccount[],
): string[] {
  const vendor = findParty(party)?.vendor;
  if (!vendor) return [];
  const title = partyTitle(party);
  const named = (list: readonly VendorAccount[]) => list.map(({ id, name }) => `${id} (${name})`).join(", ");
  if (action === "offboard")
    return accounts.length === 0
      ? []
      : [`${vendor.retains(settings.grants) ? "keeps" : "deletes"} ${named(accounts)} at ${title}`];
  const adoptable = accounts.filter((account) => vendor.isAdoptable(account, settings));
  const [only] = adoptable;
  if (accounts.length > 1) {
    const fails = adoptable.length > 1 ? " and will fail" : "";
    return [`is connected to ${accounts.length} ${title} ${vendor.noun}s${fails}: ${named(accounts)}`];
  }
  if (action === "enrol" && only) return [`adopts the ${title} ${vendor.noun} ${named([only])}`];
  if (action === "check" && accounts.length === 0)
    return [`is not connected to a ${title} ${vendor.noun} any more: makes it anew`];
  return [];
}
