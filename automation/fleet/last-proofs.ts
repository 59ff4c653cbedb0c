import type { FactStore } from "../journal/fact-store";
import type { GrantOutcome, RoleProof, RunEvent } from "../model";
import { type LastProof, proofKey } from "./external-id-coverage";
import { readRecentRuns } from "./last-runs";

/** The last proof with each external id of each role, from a fleet's journals; see `proofKey`. */
export async function findLastProofs(journals: FactStore): Promise<Map<string, LastProof>> {
  const found = new Map<string, LastProof>();
  for await (const events of readRecentRuns(journals)) {
    for (const [key, proof] of readProofs(events)) {
      if (!found.has(key)) found.set(key, proof);
    }
  }
  return found;
}

/** The proofs of one run; a later one of the same run takes the place of an earlier one. */
function readProofs(events: readonly RunEvent[]): Map<string, LastProof> {
  const given = new Map<string, readonly GrantOutcome[]>();
  const found = new Map<string, LastProof>();
  for (const event of events) {
    if (event.type === "target-done") given.set(event.accountId, event.outcome.grants);
    if (event.type !== "target-proved") continue;
    for (const proof of event.proofs) {
      const key = keyOf(proof, given.get(event.accountId) ?? []);
      if (key !== undefined) found.set(key, { at: event.at, proven: proof.proven });
    }
  }
  return found;
}

/** A proof that the right party gets in is made with the first external id of the grant. */
function keyOf({ roleArn, results }: RoleProof, grants: readonly GrantOutcome[]): string | undefined {
  const [externalId] = grants.find((grant) => grant.roleArn === roleArn)?.externalIds ?? [];
  const asked = results.some((result) => result.case === "right-party" && result.expected === "in");
  return asked && externalId !== undefined ? proofKey(roleArn, externalId) : undefined;
}
