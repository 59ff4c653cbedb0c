import type { GrantOutcome, RoleOutcome, RoleProof } from "../model";
import type { RunSummary } from "../run/run-summary";
import { roleTitle } from "./text-report";

/** How far it is shown that a role opens for the right party alone. */
export type TrustProof = "proven" | "not proven" | "not asked";

/** Roles of one name that open for the same, in all accounts that have them alike. */
export interface TrustGroup {
  party: string;
  /** Who may assume them, in words. */
  principals: string[];
  /** Their name, with the path when they have one; `undefined` when several were put together. */
  role: string | undefined;
  /** What is asked of whoever assumes them. */
  conditions: string[];
  proof: TrustProof;
  accounts: { accountId: string; name: string }[];
}

/** Above this, roles that say the least are put together, so that a picture stays one. */
const mostGroups = 40;

/**
 * Who is let in where, as a run found it: the roles of all accounts, equal ones together, those first that are not proven. Pure.
 *
 * @param grantsOf What accounts were granted that the run left alone.
 */
export function groupTrust(run: RunSummary, grantsOf: (accountId: string) => readonly GrantOutcome[]): TrustGroup[] {
  const groups = new Map<string, TrustGroup>();
  const add = (party: string, role: RoleOutcome, account: TrustGroup["accounts"][number], proof: TrustProof): void => {
    const group = describeRole(party, role, account.accountId, proof);
    const key = JSON.stringify(group);
    const known = groups.get(key);
    if (known) known.accounts.push(account);
    else groups.set(key, { ...group, accounts: [account] });
  };
  for (const { accountId, name, outcome, proofs = [] } of run.targets) {
    for (const { party, role } of rolesOf(outcome?.grants ?? [])) {
      add(party, role, { accountId, name }, proofOf(role, proofs));
    }
  }
  for (const { id: accountId, name, roleArns } of run.unchanged) {
    for (const { party, role } of rolesOf(grantsOf(accountId))) {
      add(party, role, { accountId, name }, roleArns.includes(role.roleArn) ? "proven" : "not asked");
    }
  }
  return putTogether([...groups.values()].sort(byWeight));
}

const weights: Record<TrustProof, number> = { "not proven": 0, "not asked": 1, proven: 2 };

function byWeight(one: TrustGroup, other: TrustGroup): number {
  return weights[one.proof] - weights[other.proof] || other.accounts.length - one.accounts.length;
}

function putTogether(groups: readonly TrustGroup[]): TrustGroup[] {
  const kept = groups.slice(0, mostGroups);
  const rest = new Map<string, TrustGroup>();
  for (const group of groups.slice(mostGroups)) {
    const key = JSON.stringify([group.party, group.principals, group.proof]);
    const known = rest.get(key);
    if (known) known.accounts.push(...group.accounts);
    else rest.set(key, { ...group, role: undefined, conditions: [], accounts: [...group.accounts] });
  }
  return [...kept, ...rest.values()];
}

function rolesOf(grants: readonly GrantOutcome[]): { party: string; role: RoleOutcome }[] {
  return grants.flatMap(({ party, otherRoles = [], ...role }) =>
    [role, ...otherRoles].map((each) => ({ party, role: each })),
  );
}

function proofOf({ roleArn }: RoleOutcome, proofs: readonly RoleProof[]): TrustProof {
  const proof = proofs.find((candidate) => candidate.roleArn === roleArn);
  if (!proof) return "not asked";
  return proof.proven ? "proven" : "not proven";
}

function describeRole(
  party: string,
  role: RoleOutcome,
  accountId: string,
  proof: TrustProof,
): Omit<TrustGroup, "accounts"> {
  const { principals = [], externalIds = [], requiresMfa } = role;
  return {
    party,
    principals: [...new Set(principals.map((principal) => describePrincipal(principal, accountId)))].sort(),
    role: roleTitle(role.roleArn),
    conditions: [...(externalIds.length > 0 ? ["external id"] : []), ...(requiresMfa ? ["second factor"] : [])],
    proof,
  };
}

const iamArn = /^arn:[a-z-]+:(?:iam|sts)::(\d{12}):(.+)$/;

/** `account 922761411349`, `role/Deployer of 111111111111`, `ec2.amazonaws.com`. */
function describePrincipal(principal: string, accountId: string): string {
  const [, owner, what] = iamArn.exec(principal) ?? [];
  if (owner === undefined || what === undefined) return principal;
  const whose = owner === accountId ? "the same account" : owner;
  if (what === "root") return owner === accountId ? "the account itself" : `account ${owner}`;
  return `${what} of ${whose}`;
}
