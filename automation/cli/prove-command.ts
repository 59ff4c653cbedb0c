import { Fleet } from "../fleet/fleet";
import type { AccountProof } from "../fleet/prove-fleet";
import type { Amount } from "../plan/amount";
import { proofReport } from "../report/json-reports";
import { proofText } from "../report/proof-text";
import { exitCodes } from "./exit-code";
import { printResult, type Session } from "./session";
import type { CommonOptions } from "./verb-options";

/** Options of `cross-account prove`. */
export interface ProveCommandOptions extends CommonOptions {
  only?: string[];
  concurrency?: Amount;
}

/** `cross-account prove`: who gets in by every role that was made, as it is now; changes nothing. */
export async function proveCommand(session: Session, file: string, options: ProveCommandOptions): Promise<number> {
  const { interrupt, terminal } = session;
  const fleet = await Fleet.load(file);
  terminal.remark("Asking who gets in by each role.");
  const onAccount = (account: AccountProof): void => terminal.remark(progressLine(account));
  const proof = await interrupt.orCancelled(fleet.prove({ ...options, signal: interrupt.signal, onAccount }));
  printResult(session, options, { text: proofText(proof), report: proofReport(proof) });
  return proof.accounts.every(({ state }) => state === "proven") ? exitCodes.done : exitCodes.someAccountsFailed;
}

function progressLine({ accountId, name, state, proofs, failure }: AccountProof): string {
  const wrong = proofs.filter(({ proven }) => !proven).length;
  const words = { proven: "proven", "not-proven": `not proven: ${wrong} of ${proofs.length} roles`, failed: "failed" };
  return `${name} (${accountId}): ${words[state]}${failure ? `: ${failure.message}` : ""}`;
}
