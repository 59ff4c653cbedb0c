import { readFile } from "node:fs/promises";
import { InputError } from "../errors";
import type { Coverage } from "../fleet/coverage";
import { findRun, listFleetRuns } from "../fleet/find-run";
import { Fleet } from "../fleet/fleet";
import { runReport, runsReport } from "../report/json-reports";
import { pastRunText, runsText } from "../report/runs-text";
import { coverageReportSchema } from "../report/schemas/coverage";
import { exitCodes } from "./exit-code";
import { assertReportFiles, writeReportFiles } from "./report-files";
import type { ReportCommandOptions } from "./report-options";
import { printResult, remarkLooking, type Session } from "./session";

/** `cross-account report`: what a run came to, from its journal; changes nothing. */
export async function reportCommand(session: Session, file: string, options: ReportCommandOptions): Promise<number> {
  const fleet = await Fleet.load(file);
  await assertReportFiles(options);
  assertFitting(options);
  if (options.list) {
    const list = await listFleetRuns(fleet.journals);
    printResult(session, options, { text: runsText(list, fleet.name), report: runsReport(list, fleet.name) });
    return exitCodes.done;
  }
  const run = await findRun(fleet.journals, options.run);
  const coverage = await openCoverage(session, fleet, options.coverage);
  await writeReportFiles(run, options, fleet.journals, coverage);
  printResult(session, options, { text: pastRunText(run), report: runReport(run) });
  return exitCodes.done;
}

function assertFitting({ list, run, junit, html, coverage }: ReportCommandOptions): void {
  const problems = [
    ...(list && (run ?? junit ?? html) !== undefined
      ? [{ path: "--list", message: "shows all runs; leave it out to see one, or to write it to a file" }]
      : []),
    ...(coverage !== undefined && html === undefined
      ? [
          {
            path: "--coverage",
            message: "is a part of the page: add --html <file>; `cross-account status` shows it here",
          },
        ]
      : []),
  ];
  if (problems.length > 0) throw new InputError("The options of the report", problems);
}

async function openCoverage(
  session: Session,
  fleet: Fleet,
  source: string | true | undefined,
): Promise<Pick<Coverage, "accounts" | "counts"> | undefined> {
  if (source === undefined) return undefined;
  if (source !== true) return readCoverage(source);
  remarkLooking(session);
  const { interrupt } = session;
  return interrupt.orCancelled(fleet.status({ signal: interrupt.signal }));
}

async function readCoverage(file: string): Promise<Pick<Coverage, "accounts" | "counts">> {
  const subject = "The coverage for the report";
  const problem = (message: string) => new InputError(subject, [{ path: file, message }]);
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw problem(`cannot be read (${error.code ?? error.message})`);
  });
  try {
    return coverageReportSchema.parse(JSON.parse(text)) as Pick<Coverage, "accounts" | "counts">;
  } catch {
    throw problem("is not what `cross-account status --json` prints");
  }
}
