import { constants } from "node:fs";
import { access, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { InputError, type InputProblem } from "../errors";
import type { Coverage } from "../fleet/coverage";
import type { FactStore } from "../journal/fact-store";
import { ProvenAccounts } from "../journal/proven-accounts";
import { htmlReport } from "../report/html/page";
import { junitReport } from "../report/junit";
import type { RunSummary } from "../run/run-summary";
import type { ReportFileOptions } from "./report-options";
import type { Session } from "./session";

/**
 * Looks whether the files can be written, before there is something to lose.
 *
 * @throws InputError naming each that cannot.
 */
export async function assertReportFiles({ junit, html }: ReportFileOptions): Promise<void> {
  const found = await Promise.all([findProblem("--junit", junit), findProblem("--html", html)]);
  const problems = found.filter((problem) => problem !== undefined);
  if (problems.length > 0) throw new InputError("The files for the report", problems);
}

/** Writes the files that were asked for. @param journals Where it is known what accounts have that the run left alone. */
export async function writeReportFiles(
  run: RunSummary,
  { junit, html }: ReportFileOptions,
  journals: FactStore,
  coverage?: Pick<Coverage, "accounts" | "counts">,
): Promise<void> {
  if (junit !== undefined) await writeFile(junit, junitReport(run));
  if (html === undefined) return;
  const proven = await ProvenAccounts.read(journals);
  const grantsOf = (accountId: string) => proven.get(accountId)?.grants ?? [];
  await writeFile(html, await htmlReport(run, { grantsOf, ...(coverage ? { coverage } : {}) }));
}

/** The same after a run that was done: what cannot be written is said, and the run is in the journal all the same. */
export async function tryReportFiles(
  { terminal }: Session,
  run: RunSummary,
  options: ReportFileOptions,
  journals: FactStore,
): Promise<boolean> {
  try {
    await writeReportFiles(run, options, journals);
    return true;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    terminal.remark(
      `The report could not be written: ${message}\n\`cross-account report\` writes it from the journal.`,
    );
    return false;
  }
}

async function findProblem(option: string, file: string | undefined): Promise<InputProblem | undefined> {
  if (file === undefined) return undefined;
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK);
    return undefined;
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return {
      path: `${option} ${file}`,
      message: `cannot be written (${code}): its folder has to be there and writable`,
    };
  }
}
