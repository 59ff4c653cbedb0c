import PQueue from "p-queue";
import { failureOf } from "../engine/errors";
import type { StackEngine } from "../engine/stack-engine";
import { InputError } from "../errors";
import type { AccountOutcome, Failure, LeftOut, RoleProof, Target } from "../model";
import { parties } from "../parties/parties";
import { type Amount, concurrencyOf } from "../plan/amount";
import type { Patience } from "../prove/await-answer";
import { openProofIdentities, type ProofIdentities } from "../prove/proof-identities";
import { listMadeRoles, proveRoles } from "../prove/prove-roles";
import type { KnownAccounts } from "./account-source";
import { assertEntry } from "./assert-entry";
import { chooseToProve } from "./choose-to-prove";
import type { FleetSettings } from "./fleet-schema";
import type { Hub } from "./hub-credentials";

/** What the roles of one account were found to be. */
export interface AccountProof {
  accountId: string;
  name: string;
  /** `failed`: nothing can be said of the account, see `failure`. */
  state: "proven" | "not-proven" | "failed";
  /** Every role that was made there, by its grants and for managing sides. */
  proofs: RoleProof[];
  failure?: Failure;
}

/** Who gets in by which role of a fleet, as it is now. */
export interface FleetProof {
  fleet: string;
  accounts: AccountProof[];
  leftOut: LeftOut[];
  counts: Record<AccountProof["state"], number>;
}

/** What a fleet is proven with. */
export interface ProveFleetOptions {
  settings: FleetSettings;
  /** The fleet file, in words. */
  subject: string;
  place: { hub: Hub; known: KnownAccounts };
  engine: Pick<StackEngine, "listStacks" | "outcomeOf">;
  only?: readonly string[];
  concurrency: Amount;
  signal: AbortSignal;
  onAccount?(account: AccountProof): void;
}

/** What was changed a while ago is known everywhere: an answer counts as it comes. */
const noPatience: Patience = { inMs: 0, outMs: 0 };

/**
 * Proves every role that the accounts' stacks recorded; one account's failure does not keep the others from theirs.
 *
 * @throws InputError when a profile for proofs cannot be used, or an account that is named does not exist.
 */
export async function proveFleet(options: ProveFleetOptions): Promise<FleetProof> {
  const { settings, subject, place, engine, only, concurrency, signal } = options;
  const [stacks, { identities, problems }] = await Promise.all([
    engine.listStacks(),
    openProofIdentities(settings, place.hub, signal),
  ]);
  const chosen = chooseToProve({ settings, ...place, stacks, only });
  const found = [...chosen.problems, ...problems];
  if (found.length > 0) throw new InputError(subject, found);
  const queue = new PQueue({ concurrency: concurrencyOf(concurrency, chosen.targets.length) });
  const proving = chosen.targets.map((target) =>
    queue.add(() => proveAccount(target, identities, options), { throwOnTimeout: true }),
  );
  const accounts = await Promise.all(proving);
  const count = (state: AccountProof["state"]): number => accounts.filter((account) => account.state === state).length;
  const counts = { proven: count("proven"), "not-proven": count("not-proven"), failed: count("failed") };
  return { fleet: settings.name, accounts, leftOut: chosen.leftOut, counts };
}

async function proveAccount(
  target: Target,
  identities: ProofIdentities,
  { place, engine, signal, onAccount }: ProveFleetOptions,
): Promise<AccountProof> {
  const { id: accountId, name } = target.account;
  const account = await gather().catch((error: unknown): AccountProof => {
    if (signal.aborted) throw error;
    return { accountId, name, state: "failed", proofs: [], failure: failureOf(error) };
  });
  onAccount?.(account);
  return account;

  async function gather(): Promise<AccountProof> {
    signal.throwIfAborted();
    const given = await engine.outcomeOf(accountId);
    // A managing side alone may be a bucket, a user or a role that was there before: then no role is made.
    const isRoleWanted = parties.some((party) => party.listRoles(target.settings).length > 0);
    if (listMadeRoles(given).length === 0 && isRoleWanted) {
      return { accountId, name, state: "failed", proofs: [], failure: nothingRecorded };
    }
    await assertEntry(target, place.hub, signal);
    const proofs = await prove(given);
    return { accountId, name, state: proofs.every(({ proven }) => proven) ? "proven" : "not-proven", proofs };
  }

  function prove(given: AccountOutcome): Promise<RoleProof[]> {
    return proveRoles(given, { target, hub: place.hub, identities, patience: noPatience, signal });
  }
}

const nothingRecorded: Failure = {
  kind: "proof",
  message: "Its stack recorded no role, so there is nothing that could be proven.",
  instruction: "Run `cross-account up` for it: the last run may have ended before its time.",
};
