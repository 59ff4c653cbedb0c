import type { TokenReader } from "../../providers/token-reader";
import { connectionInto, type Hub } from "../fleet/hub-credentials";
import type { ProofCase, ProofResult, RoleProof, Target } from "../model";
import type { PartyName } from "../parties/party";
import type { VendorDoor } from "../parties/vendor-side";
import { listConnected } from "../plan/survey-vendors";
import { AccountIam, roleNameOf } from "./account-iam";
import { askSts } from "./ask-sts";
import { awaitAnswer, type Patience } from "./await-answer";
import type { ProofIdentities } from "./proof-identities";
import type { GrantTraces } from "./traces";

/** What the evidence after offboarding is made with. */
export interface ProveGoneOptions {
  target: Target;
  hub: Hub;
  identities: ProofIdentities;
  /** Reads the vendor tokens. */
  tokens: TokenReader;
  /** Ids of a party's vendor accounts that were deleted; those somebody else connected are none of ours to look for. */
  deletedVendorAccounts(party: PartyName): readonly string[];
  patience?: Patience;
  signal?: AbortSignal;
}

/**
 * Looks for everything a target's grants had left: the role, its policies and the vendor account are gone, and the party
 * does not get in any more. A vendor account that was to stay is not looked for.
 *
 * @throws Error when something could not be looked up at all.
 */
export async function proveGone(traces: readonly GrantTraces[], options: ProveGoneOptions): Promise<RoleProof[]> {
  const iam = new AccountIam(connectionInto(options.hub, options.target.settings));
  try {
    return await Promise.all(traces.map((grant) => proveGrantGone(grant, iam, options)));
  } finally {
    iam.close();
  }
}

/**
 * Looks for the vendor accounts of a target whose roles are not looked for, as they are recorded as gone.
 *
 * @param detail What became of the roles.
 */
export async function proveClosed(
  traces: readonly GrantTraces[],
  detail: string,
  options: Omit<ProveGoneOptions, "hub" | "identities">,
): Promise<RoleProof[]> {
  const accountId = options.target.account.id;
  return Promise.all(
    traces.map(async ({ party, roleArn, door, retained }) => {
      const role: ProofResult = { case: "role-gone", expected: "out", actual: "out", method: "recorded", detail };
      const results = [role, ...(door && !retained ? [await lookForVendorAccounts(door, options)] : [])];
      return { accountId, party, roleArn, results, proven: results.every(({ actual }) => actual === "out") };
    }),
  );
}

async function proveGrantGone(grant: GrantTraces, iam: AccountIam, options: ProveGoneOptions): Promise<RoleProof> {
  const { party, roleArn } = grant;
  const accountId = options.target.account.id;
  const results = await Promise.all([
    lookFor(
      "role-gone",
      [roleArn],
      async () => (await iam.readRole(roleNameOf(roleArn), options.signal)) !== undefined,
      options,
    ),
    lookFor("policies-gone", grant.policyArns, async () => anyPolicy(iam, grant.policyArns, options.signal), options),
    ...(grant.door && !grant.retained ? [lookForVendorAccounts(grant.door, options)] : []),
    askAsParty(grant, options),
  ]);
  const found = results.flatMap((result) => result ?? []);
  return { accountId, party, roleArn, results: found, proven: found.every(({ actual }) => actual === "out") };
}

function lookForVendorAccounts(
  door: VendorDoor,
  options: Omit<ProveGoneOptions, "hub" | "identities">,
): Promise<ProofResult> {
  const deleted = options.deletedVendorAccounts(door.party);
  const anyConnected = async (): Promise<boolean> =>
    (await listConnected(door, options.target, options.tokens)).some(({ id }) => deleted.includes(id));
  return lookFor("vendor-account-gone", deleted, anyConnected, options);
}

async function lookFor(
  name: ProofCase,
  things: readonly string[],
  isThere: () => Promise<boolean>,
  { patience, signal }: Pick<ProveGoneOptions, "patience" | "signal">,
): Promise<ProofResult> {
  const what = things.length > 0 ? things.join(", ") : "there was none of ours";
  const look = async (): Promise<Omit<ProofResult, "case" | "expected">> => {
    const there = await isThere();
    return { actual: there ? "in" : "out", method: "looked-up", detail: `${there ? "still there" : "gone"}: ${what}` };
  };
  return { case: name, expected: "out", ...(await awaitAnswer("out", look, patience, signal)) };
}

async function anyPolicy(iam: AccountIam, arns: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const there = await Promise.all(arns.map((arn) => iam.hasPolicy(arn, signal)));
  return there.includes(true);
}

/** Nothing when we hold no identity of the party: that the role is gone then has to do. */
async function askAsParty(
  { party, roleArn, externalIds: [externalId] }: GrantTraces,
  { identities, patience, signal }: ProveGoneOptions,
): Promise<ProofResult | undefined> {
  const identity = identities.parties.get(party);
  if (!identity) return undefined;
  const request = { roleArn, ...(externalId === undefined ? {} : { externalId }) };
  const answer = await awaitAnswer("out", () => askSts(identity, request, signal), patience, signal);
  return { case: "right-party", expected: "out", method: "sts", ...answer };
}
