import { evaluateTrust } from "../../components/trust/evaluate-trust";
import { writeTrustDocument } from "../../components/trust/trust-document";
import type { RoleOutcome } from "../model";
import type { LiveTrust } from "./live-trust";
import { accountsOf, inventNeighbours, inventStranger, namedPrincipals, type ProofQuestion } from "./proof-cases";
import type { ProofIdentities, ProofIdentity } from "./proof-identities";

/** Who really asks STS a question, if we hold such an identity. A second factor is something nobody here has. */
export function findAsker(
  { asker, withMfa }: ProofQuestion,
  { party, role }: { party: string; role: RoleOutcome },
  { parties, stranger, hub }: ProofIdentities,
): ProofIdentity | undefined {
  const own = parties.get(party);
  if (asker === "party") return own && !withMfa && isNamed(own, role) ? own : undefined;
  const accounts = accountsOf(role);
  const isNeighbour = ({ arn }: ProofIdentity): boolean => accounts.includes(arn.split(":")[4] ?? "");
  const others = [stranger, ...(hub ? [hub] : []), ...parties.values()].filter((identity) => !isNamed(identity, role));
  return others.find((identity) => isNeighbour(identity) === (asker === "neighbour"));
}

/** Callers whose entry is looked up in the live trust policy: those who were named, or those who were not. */
export function listCallers({ asker }: ProofQuestion, role: RoleOutcome, live: LiveTrust): string[] {
  if (asker === "party") return namedPrincipals(role).map(({ text }) => text);
  const named = namedPrincipals(role).map(({ text }) => text);
  const unnamed = live.listPrincipals().filter(({ text }) => !named.includes(text));
  const accounts = accountsOf(role);
  const isClose = (accountId: string | undefined): boolean => accountId === undefined || accounts.includes(accountId);
  const found = unnamed
    .filter(({ accountId }) => isClose(accountId) === (asker === "neighbour"))
    .map(({ text }) => text);
  return asker === "neighbour" ? [...inventNeighbours(role), ...found] : [inventStranger(role), ...found];
}

function isNamed({ arn }: ProofIdentity, { principals }: RoleOutcome): boolean {
  const trust = writeTrustDocument({ statements: [{ principals }] });
  return evaluateTrust(trust, { principalArn: arn }).allowed;
}
