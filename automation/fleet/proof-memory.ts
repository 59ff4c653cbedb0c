import type { ProvenAccounts } from "../journal/proven-accounts";
import type { RecordedRole, RoleProof, Target, TargetOperation, TargetOutcome } from "../model";

/** What is needed to remember how accounts were when they were proven. */
export interface ProofMemoryOptions {
  runId: string;
  proven: ProvenAccounts;
  /** Sums up what decides the result of a target; nothing where that cannot be told, and then nothing is remembered. */
  fingerprint?: ((target: Target) => string) | undefined;
}

/**
 * Remembers each account that was proven, for the next run to leave it alone as long as nothing changes.
 *
 * It is forgotten before anything is done to it: half way through it is neither as it was nor as it is to be.
 */
export class ProofMemory {
  private readonly roles = new Map<string, RecordedRole[]>();

  constructor(private readonly options: ProofMemoryOptions) {}

  /** Does the work of one target; the roles its stack records are kept here, and not in the outcome, which goes to the journal. */
  async deploy({ target }: TargetOperation, work: () => Promise<TargetOutcome>): Promise<TargetOutcome> {
    await this.options.proven.forget([target.account.id]);
    const { roles = [], ...outcome } = await work();
    this.roles.set(target.account.id, roles);
    if (target.settings.managing && hasAnotherIdentity(roles, outcome)) await this.options.proven.forgetAll();
    return outcome;
  }

  /** Proves one target, and remembers it when all of it holds. */
  async prove(
    { target, action }: TargetOperation,
    { grants }: TargetOutcome,
    work: () => Promise<RoleProof[]>,
  ): Promise<RoleProof[]> {
    const { runId, proven, fingerprint } = this.options;
    const { id: accountId } = target.account;
    const proofs = await work();
    const roles = (this.roles.get(accountId) ?? []).map(({ arn, trust }) => ({ arn, trust }));
    this.roles.delete(accountId);
    if (fingerprint && action === "up" && proofs.every((proof) => proof.proven)) {
      const provenAt = new Date().toISOString();
      await proven.put({ accountId, fingerprint: fingerprint(target), provenAt, provenIn: runId, grants, roles });
    }
    return proofs;
  }
}

/** Whether what the party enters with may be another one than before: all accounts that trust it are to be looked at then. */
function hasAnotherIdentity(roles: readonly RecordedRole[], { changes, healed = [] }: TargetOutcome): boolean {
  return changes.create + changes.replace > 0 && (healed.length > 0 || roles.some(({ kept }) => !kept));
}
