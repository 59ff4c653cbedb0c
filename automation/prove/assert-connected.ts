import type { TokenReader } from "../../providers/token-reader";
import { OperationError } from "../engine/errors";
import type { GrantOutcome, Target, TargetOutcome } from "../model";
import { partyTitle, vendorOf } from "../parties/parties";
import type { VendorDoor } from "../parties/vendor-side";
import { listConnected } from "../plan/survey-vendors";
import { doorsOf } from "../plan/vendor-door";
import { awaitAnswer, type Patience } from "./await-answer";

/** A vendor may list an account a moment after it was made. */
const afterChange: Patience = { inMs: 30_000, outMs: 0 };
const afterNoChange: Patience = { inMs: 0, outMs: 0 };

/**
 * Looks whether the vendor accounts that a target's state names are still connected to it: a run does not see what somebody deleted
 * at the vendor, and the role would still let the party in.
 *
 * @throws OperationError naming the vendor account and what to do.
 */
export async function assertConnected(
  target: Target,
  outcome: TargetOutcome,
  options: { tokens: TokenReader; signal: AbortSignal },
): Promise<void> {
  const { create, update, replace } = outcome.changes;
  const patience = create + update + replace > 0 ? afterChange : afterNoChange;
  for (const door of doorsOf(target)) {
    const grant = outcome.grants.find(({ party }) => party === door.party);
    if (grant) await assertGrantConnected(target, door, grant, { ...options, patience });
  }
}

async function assertGrantConnected(
  target: Target,
  door: VendorDoor,
  { party, vendorAccountId }: GrantOutcome,
  { patience, tokens, signal }: { patience: Patience; tokens: TokenReader; signal: AbortSignal },
): Promise<void> {
  if (vendorAccountId === undefined) return;
  const { account } = target;
  const look = async (): Promise<{ actual: "in" | "out" }> => {
    const connected = await listConnected(door, target, tokens);
    return { actual: connected.some(({ id }) => id === vendorAccountId) ? "in" : "out" };
  };
  const { actual } = await awaitAnswer("in", look, patience, signal);
  if (actual === "in") return;
  const message = `The ${partyTitle(party)} ${vendorOf(door.party).noun} ${vendorAccountId} is not connected to the account ${account.id} any more: it was deleted or disconnected at ${partyTitle(party)}.`;
  const instruction = `Run \`cross-account up --refresh --only ${account.id}\`: it makes it anew.`;
  throw new OperationError({ kind: "proof", message, instruction });
}
