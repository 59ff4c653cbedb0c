import { Fleet } from "../fleet/fleet";
import { coverageText } from "../report/coverage-text";
import { coverageReport } from "../report/json-reports";
import { exitCodes } from "./exit-code";
import { printResult, remarkLooking, type Session } from "./session";
import type { CommonOptions } from "./verb-options";

/** `cross-account status`: organization, roles and vendor accounts side by side; changes nothing. */
export async function statusCommand(session: Session, file: string, options: CommonOptions): Promise<number> {
  const { interrupt } = session;
  const fleet = await Fleet.load(file);
  remarkLooking(session);
  const coverage = await interrupt.orCancelled(fleet.status({ signal: interrupt.signal }));
  printResult(session, options, { text: coverageText(coverage), report: coverageReport(coverage) });
  return exitCodes.done;
}
