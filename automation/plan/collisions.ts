import { RefusedError } from "../errors";
import { parties, partyTitle } from "../parties/parties";
import type { PartyName, WantedName } from "../parties/party";
import { count } from "../report/text-report";
import { accountsTitle, groupAccounts, type NamedAccount } from "./group-accounts";
import type { Plan, PlanItem } from "./plan";

/** A name that a grant would take in an account. */
export interface GrantedName {
  party: PartyName;
  kind: WantedName["kind"] | "role";
  name: string;
}

/** Something that is in an account already under a name that is to be made there. */
export interface NameCollision {
  account: NamedAccount;
  party: string;
  kind: GrantedName["kind"];
  /** The name. */
  taken: string;
}

/** What came of the search for names. */
export interface NameSearch {
  collisions: NameCollision[];
  /** Accounts that could not be looked into, and why; in a run they fail by themselves. */
  unseen: { account: NamedAccount; reason: string }[];
}

/** The accounts of a plan in which everything is made anew, so that nothing there can be ours. */
export function itemsToEnrol({ items }: Pick<Plan, "items">): PlanItem[] {
  return items.filter(({ action }) => action === "enrol");
}

/** Whether there is anything to search. */
export function enrolsAny(plan: Pick<Plan, "items">): boolean {
  return itemsToEnrol(plan).length > 0;
}

/** Every name the grants and managing sides of an account take there. Pure. */
export function listGrantedNames({ target: { settings } }: Pick<PlanItem, "target">): GrantedName[] {
  return parties.flatMap(({ name: party, listRoles, listNames }) => [
    ...listRoles(settings).map(({ name }): GrantedName => ({ party, kind: "role", name })),
    ...(listNames?.(settings) ?? []).map((wanted): GrantedName => ({ party, ...wanted })),
  ]);
}

const words: Record<GrantedName["kind"], string> = {
  role: "role",
  policy: "policy",
  "instance-profile": "instance profile",
  user: "user",
  bucket: "bucket",
};

/**
 * Refuses a run that would fail half way at names that are taken.
 *
 * @throws RefusedError with every name and the accounts it is taken in.
 */
export function assertNamesFree({ collisions }: NameSearch): void {
  if (collisions.length === 0) return;
  const sentence = ({ kind, taken, party }: NameCollision): string =>
    `there is a ${words[kind]} ${taken} already, which the grant to ${partyTitle(party)} is to make`;
  const told = collisions.map((collision) => ({ account: collision.account, fact: sentence(collision) }));
  const accounts = new Set(collisions.map(({ account }) => account.id)).size;
  throw new RefusedError(
    `${count(collisions.length, "name")} that ${collisions.length === 1 ? "is" : "are"} to be made in ${count(accounts, "account")} ${collisions.length === 1 ? "is" : "are"} taken there by something that is not this fleet's:`,
    "Nothing was changed. Delete or rename what is there, name another role in the grant or for these accounts in overrides, or leave the accounts out with accounts.exclude. --no-name-check goes on all the same; these accounts then fail.",
    groupAccounts(told, (fact) => fact).map(({ fact, accounts: where }) => `${accountsTitle(where)}: ${fact}`),
  );
}
