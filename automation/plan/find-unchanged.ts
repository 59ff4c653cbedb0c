import type { ProvenAccounts } from "../journal/proven-accounts";
import type { LastProof, Target } from "../model";

/** What tells that an account needs no work. */
export interface UnchangedFacts {
  proven: Pick<ProvenAccounts, "get">;
  fingerprint(target: Target): string;
  /** How long a proof is good for, in milliseconds. */
  maxAgeMs: number;
  now: Date;
  /** When the plan is from that is made again: what was fresh then counts. Default: `now`. */
  plannedAt?: Date | undefined;
}

/** What was proven of a target, when everything that decides its result is as it was then, and that is not too long ago. Pure. */
export function findUnchanged(
  target: Target,
  { proven, fingerprint, maxAgeMs, now, plannedAt = now }: UnchangedFacts,
): LastProof | undefined {
  const known = proven.get(target.account.id);
  if (!known) return undefined;
  const provenAt = Date.parse(known.provenAt);
  // A proof from the future is one of a clock that was wrong.
  const isFresh = provenAt <= now.getTime() && plannedAt.getTime() - provenAt < maxAgeMs;
  if (!isFresh || known.fingerprint !== fingerprint(target)) return undefined;
  const roleArns = known.grants.flatMap(({ roleArn, otherRoles = [] }) => [
    roleArn,
    ...otherRoles.map((role) => role.roleArn),
  ]);
  return { provenAt: known.provenAt, provenIn: known.provenIn, roleArns };
}
