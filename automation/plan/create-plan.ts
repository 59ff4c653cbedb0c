import type { LeftOut, Target, TargetAction } from "../model";
import type { Plan, PlanItem, PlannedAction } from "./plan";
import { connectedTo, type VendorAccount, type VendorSurvey } from "./survey-vendors";

/** What a plan is made from. */
export interface PlanFacts {
  fleet: string;
  action: TargetAction;
  targets: readonly Target[];
  leftOut: readonly LeftOut[];
  /** Ids of the accounts that have a stack in this fleet. */
  stacks: readonly string[];
  vendors: VendorSurvey;
}

/** Decides what is to be done to each target, and what is worth saying about it before. Pure. */
export function createPlan({ fleet, action, targets, leftOut, stacks, vendors }: PlanFacts): Plan {
  const items = targets.map((target): PlanItem => {
    const planned = plannedAction(action, stacks.includes(target.account.id));
    const notes = [...connectedTo(vendors, target)].flatMap(([party, accounts]) =>
      describeConnections(planned, target, party, accounts),
    );
    const lost = planned === "check" ? findLost(connectedTo(vendors, target)) : [];
    return { target, action: planned, notes, ...(lost.length > 0 ? { heals: lost } : {}) };
  });
  return { fleet, action, items, leftOut: [...leftOut] };
}

function plannedAction(action: TargetAction, hasStack: boolean): PlannedAction {
  if (action === "offboard") return "offboard";
  return hasStack ? "check" : "enrol";
}

/** A stack is there, and the vendor shows nothing of it. */
function findLost(connections: ReadonlyMap<string, readonly VendorAccount[]>): string[] {
  return [...connections]
    .filter(([, accounts]) => accounts.length === 0)
    .map(([party]) => `it is not connected to a ${partyTitles[party] ?? party} account any more`);
}

const partyTitles: Record<string, string> = { spot: "Spot" };

function describeConnections(
  action: PlannedAction,
  { settings }: Target,
  party: string,
  accounts: readonly VendorAccount[],
): string[] {
  const title = partyTitles[party] ?? party;
  const names = accounts.map(({ id, name }) => `${id} (${name})`).join(", ");
  if (action === "offboard")
    return accounts.length === 0 ? [] : [`${offboardVerb(settings, party)} ${names} at ${title}`];
  if (accounts.length > 1) return [`is connected to ${accounts.length} ${title} accounts and will fail: ${names}`];
  if (action === "enrol" && accounts.length === 1) return [`adopts the ${title} account ${names}`];
  if (action === "check" && accounts.length === 0)
    return [`is not connected to a ${title} account any more: makes it anew`];
  return [];
}

function offboardVerb({ grants }: Target["settings"], party: string): "keeps" | "deletes" {
  const grant = Object.entries(grants).find(([name]) => name === party)?.[1];
  return grant && "retainVendorAccount" in grant && grant.retainVendorAccount ? "keeps" : "deletes";
}
