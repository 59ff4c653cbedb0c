import { readFile, writeFile } from "node:fs/promises";
import { expect } from "chai";
import { parse, stringify } from "yaml";
import type { CoverageReport, ErrorReport, PlanReport, RunReport } from "../../automation/index";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { type CommandOptions, type CommandResult, crossAccount } from "./cross-account";
import { crossAccountWithin } from "./cross-account-within";

/** The `cross-account` command on the fleet of one sandbox, each run a process of its own. */
export class FleetCommand {
  private isWithin = false;

  constructor(private readonly sandbox: Pick<Sandbox, "dir" | "env" | "fleetFile">) {}

  /** The command within this process, for stories about what it does: only runs that are to be killed get a process of their own. */
  static within(sandbox: Pick<Sandbox, "dir" | "env" | "fleetFile">): FleetCommand {
    const command = new FleetCommand(sandbox);
    command.isWithin = true;
    return command;
  }

  /** Runs a verb with `--json` and answers its report, whatever the exit code. */
  async run<Report = RunReport>(
    args: string[],
    options: CommandOptions = {},
  ): Promise<CommandResult & { report: Report }> {
    const result = await this.runPlainly([...args, "--json"], options);
    return { ...result, report: readReport<Report>(result) };
  }

  /** Runs a verb as a person would. */
  runPlainly(args: string[], { env, ...options }: CommandOptions = {}): Promise<CommandResult> {
    const { dir, fleetFile } = this.sandbox;
    const variables = { ...this.sandbox.env, ...env };
    if (this.isWithin && Object.keys(options).length === 0) return crossAccountWithin([...args, fleetFile], variables);
    return crossAccount([...args, fleetFile], { cwd: dir, env: variables, ...options });
  }

  async up(...flags: string[]): Promise<CommandResult & { report: RunReport }> {
    return this.run<RunReport>(["up", "--yes", ...flags]);
  }

  async plan(...flags: string[]): Promise<CommandResult & { report: PlanReport }> {
    return this.run<PlanReport>(["plan", ...flags]);
  }

  async status(): Promise<CommandResult & { report: CoverageReport }> {
    return this.run<CoverageReport>(["status"]);
  }

  /** Runs a verb that must refuse its input. */
  async refused(args: string[], options: CommandOptions = {}): Promise<CommandResult & { report: ErrorReport }> {
    return this.run<ErrorReport>(args, options);
  }

  /** Changes the fleet file, as a person would in an editor. */
  async edit<Fleet = Record<string, unknown>>(change: (fleet: Fleet) => void): Promise<void> {
    const { fleetFile } = this.sandbox;
    const fleet = parse(await readFile(fleetFile, "utf8")) as Fleet;
    change(fleet);
    await writeFile(fleetFile, stringify(fleet));
  }
}

function readReport<Report>({ stdout, stderr, exitCode }: CommandResult): Report {
  try {
    return JSON.parse(stdout) as Report;
  } catch {
    return expect.fail(`exit code ${exitCode}, and no JSON on standard output: ${stdout}\n${stderr}`);
  }
}
