import { randomUUID } from "node:crypto";
import { evaluateTrust } from "../../components/trust/evaluate-trust";
import type { GrantOutcome, ProofCase, ProofResult, RoleProof } from "../model";
import { askSts, type EntryAnswer } from "./ask-sts";
import { awaitAnswer, type Patience } from "./await-answer";
import type { ProofIdentities, ProofIdentity } from "./proof-identities";

/** What a proof is made with. */
export interface ProveRoleOptions {
  accountId: string;
  grant: GrantOutcome;
  identities: ProofIdentities;
  /** External ids that were accepted before and must not be any more. */
  droppedExternalIds?: readonly string[];
  /** Reads the role's trust policy as it is in the account now. */
  readTrust(): Promise<string>;
  patience?: Patience;
  signal?: AbortSignal;
}

/**
 * Gathers evidence of who gets in by a role: the right party with the right external id, and nobody with another external
 * id, without one, or from another account.
 *
 * STS is asked as the party where we hold an identity that can play it; otherwise the live trust policy is evaluated.
 *
 * @throws Error when a question could not be answered at all, such as when STS cannot be reached.
 */
export async function proveRole(options: ProveRoleOptions): Promise<RoleProof> {
  const { accountId, grant } = options;
  const [rightParty, ...others] = listCases(grant, options.droppedExternalIds);
  // A role that is not known everywhere yet refuses everybody, which would prove nothing about the others.
  const right = await settle(rightParty, options);
  const results = [right, ...(await Promise.all(others.map((other) => settle(other, options))))];
  const proven = results.every(({ expected, actual }) => expected === actual);
  return { accountId, party: grant.party, roleArn: grant.roleArn, results, proven };
}

interface Case {
  name: ProofCase;
  asStranger?: boolean;
  externalId?: string;
}

function listCases({ externalIds: [externalId] }: GrantOutcome, dropped: readonly string[] = []): [Case, ...Case[]] {
  if (externalId === undefined) return [{ name: "right-party" }, { name: "wrong-account", asStranger: true }];
  return [
    { name: "right-party", externalId },
    { name: "wrong-external-id", externalId: `wrong-${randomUUID()}` },
    ...dropped.map((value): Case => ({ name: "previous-external-id", externalId: value })),
    { name: "no-external-id" },
    { name: "wrong-account", externalId, asStranger: true },
  ];
}

async function settle(proofCase: Case, options: ProveRoleOptions): Promise<ProofResult> {
  const { grant, identities, patience, signal } = options;
  const expected = proofCase.name === "right-party" ? "in" : "out";
  const identity = proofCase.asStranger ? identities.stranger : identities.parties.get(grant.party);
  const ask = (): Promise<Omit<ProofResult, "case" | "expected">> =>
    identity ? askAs(identity, proofCase, options) : evaluateAsParty(proofCase, options);
  return { case: proofCase.name, expected, ...(await awaitAnswer(expected, ask, patience, signal)) };
}

async function askAs(
  identity: ProofIdentity,
  { externalId, asStranger }: Case,
  { grant, readTrust, signal }: ProveRoleOptions,
): Promise<EntryAnswer & Pick<ProofResult, "method">> {
  const request = { roleArn: grant.roleArn, ...(externalId === undefined ? {} : { externalId }) };
  const answer = await askSts(identity, request, signal);
  if (answer.actual === "in" || !asStranger) return { ...answer, method: "sts" };
  // STS also refuses somebody whose own account does not let them ask; then only the policy tells.
  const decision = evaluateTrust(await readTrust(), { principalArn: identity.arn, ...toExternalId(externalId) });
  return decision.allowed
    ? { actual: "in", method: "evaluated", detail: `the trust policy would let ${identity.arn} in: ${decision.reason}` }
    : { ...answer, method: "sts" };
}

async function evaluateAsParty(
  { externalId }: Case,
  { grant, readTrust }: ProveRoleOptions,
): Promise<EntryAnswer & Pick<ProofResult, "method">> {
  const trust = await readTrust();
  const [principalArn = ""] = grant.principals;
  const { allowed, reason } = evaluateTrust(trust, { principalArn, ...toExternalId(externalId) });
  return { actual: allowed ? "in" : "out", method: "evaluated", detail: reason };
}

function toExternalId(externalId: string | undefined): { externalId?: string } {
  return externalId === undefined ? {} : { externalId };
}
