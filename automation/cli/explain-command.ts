import { Fleet } from "../fleet/fleet";
import { explanationText } from "../report/explanation-text";
import { explanationReport } from "../report/json-reports";
import { exitCodes } from "./exit-code";
import { printResult, type Session } from "./session";
import type { CommonOptions } from "./verb-options";

/** `cross-account explain`: why an account is in or out, and where its settings are from; changes nothing. */
export async function explainCommand(
  session: Session,
  account: string,
  file: string,
  options: CommonOptions,
): Promise<number> {
  const { interrupt, terminal } = session;
  const fleet = await Fleet.load(file);
  terminal.remark("Looking at the accounts.");
  const explanation = await interrupt.orCancelled(fleet.explain(account, { signal: interrupt.signal }));
  printResult(session, options, { text: explanationText(explanation), report: explanationReport(explanation) });
  return exitCodes.done;
}
