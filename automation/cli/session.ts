import type { Report } from "../report/report-schemas";
import type { TextPart } from "../report/text-report";
import type { Interrupt } from "./interrupt";
import { renderText } from "./render-text";
import type { Terminal } from "./terminal";

/** What a verb works with: where it prints, how it is stopped. */
export interface Session {
  terminal: Terminal;
  interrupt: Interrupt;
  /** True from the moment accounts are being changed. */
  isRunning: boolean;
}

/** Prints what a verb was asked for: as text, or as the one JSON document. */
export function printResult(
  { terminal }: Session,
  { json }: { json: boolean },
  result: { text: readonly TextPart[]; report: Report },
): void {
  terminal.print(json ? JSON.stringify(result.report, undefined, 2) : renderText(result.text, terminal));
}

/** Prints text that is not the result: where the result is JSON, it goes beside it. */
export function printText({ terminal }: Session, { json }: { json: boolean }, text: readonly TextPart[]): void {
  if (json) terminal.remark(renderText(text, { hasColour: false }));
  else terminal.print(renderText(text, terminal));
}

/** Says what takes the first seconds of every verb. */
export function remarkLooking({ terminal }: Session): void {
  terminal.remark("Looking at the accounts and the vendors.");
}
