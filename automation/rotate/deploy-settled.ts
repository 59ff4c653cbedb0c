import { OperationError } from "../engine/errors";
import type { GrantOutcome, RoleProof, TargetOutcome } from "../model";
import { partyTitle } from "../parties/parties";
import { addChanges } from "../run/run-summary";
import { isChangingOver } from "./find-due";

/** How an account is brought to what its settings say, and proven on the way. */
export interface Deployment {
  up(): Promise<TargetOutcome>;
  /** Gathers evidence of who gets in now. */
  prove(outcome: TargetOutcome): Promise<RoleProof[]>;
}

/** What became of an account, and the external ids that were dropped on the way, by role. */
export interface Settled {
  outcome: TargetOutcome;
  dropped: ReadonlyMap<string, readonly string[]>;
}

/**
 * Brings an account to what its settings say; where that replaced an external id, a second time, so that the one before is dropped.
 *
 * In between the party is proven to get in with the new one. Where it is not, or the party goes on with the one before, both stay
 * accepted, and nobody is locked out.
 *
 * @throws OperationError then, saying what to do.
 */
export async function deploySettled({ up, prove }: Deployment): Promise<Settled> {
  const first = await up();
  if (!first.grants.some(isChangingOver)) return { outcome: first, dropped: new Map() };
  assertEntered(first.accountId, await prove(first));
  const second = await up();
  assertDropped(second);
  const changes = addChanges([first.changes, second.changes]);
  const healed = first.healed ? { healed: first.healed } : {};
  const outcome = { ...healed, ...second, changes, durationMs: first.durationMs + second.durationMs };
  return { outcome, dropped: listDropped(first.grants, second.grants) };
}

function assertEntered(accountId: string, proofs: readonly RoleProof[]): void {
  const wrong = proofs.filter(({ proven }) => !proven);
  if (wrong.length === 0) return;
  const details = wrong.flatMap(({ roleArn, results }) =>
    results
      .filter(({ expected, actual }) => expected !== actual)
      .map((result) => `${roleArn}, ${result.case}: ${result.detail}`),
  );
  throw new OperationError({
    kind: "proof",
    message: `The role does not open for exactly the right party with its new external id: ${details.join("; ")}`,
    instruction: `The external id before is still accepted. Run \`cross-account rotate --only ${accountId}\` again: it goes on from here.`,
  });
}

function assertDropped({ accountId, grants }: TargetOutcome): void {
  const held = grants.filter(isChangingOver);
  if (held.length === 0) return;
  throw new OperationError({
    kind: "vendor",
    message: `${held.map(({ party }) => partyTitle(party)).join(", ")} could not be brought to use the new external id for sure, so the one before is still accepted. Nobody is locked out.`,
    instruction: `Run \`cross-account rotate --only ${accountId}\`: it asks for another external id and tries again.`,
  });
}

function listDropped(before: readonly GrantOutcome[], after: readonly GrantOutcome[]): Map<string, string[]> {
  return new Map(
    before.map(({ roleArn, externalIds }) => {
      const kept = after.find((grant) => grant.roleArn === roleArn)?.externalIds ?? [];
      return [roleArn, externalIds.filter((value) => !kept.includes(value))];
    }),
  );
}
