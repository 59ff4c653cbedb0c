import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { locatePulumi } from "../../automation/engine/locate-pulumi";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { type CommandResult, runCommand } from "./cross-account";

/** A stack driven by the plain `pulumi` CLI, with a backend of its own, against a sandbox. */
export class PlainStack {
  private constructor(
    private readonly command: string,
    private readonly project: string,
    readonly configFile: string,
    /** Folder of the file backend. */
    readonly backend: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Makes an empty stack `dev` of a project folder, configured by `config`. */
  static async create(sandbox: Sandbox, project: string, config: Record<string, unknown>): Promise<PlainStack> {
    const folder = await mkdtemp(path.join(tmpdir(), "cross-account-stack-"));
    const backend = path.join(folder, "backend");
    await mkdir(backend);
    const configFile = path.join(folder, "Pulumi.dev.yaml");
    await writeFile(configFile, JSON.stringify({ config }));
    const { command } = await locatePulumi();
    const env = { ...sandbox.env, PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_HOME: path.join(folder, "home") };
    const stack = new PlainStack(command, project, configFile, backend, env);
    const made = await stack.run(["stack", "init", "dev"]);
    if (made.exitCode !== 0) throw new Error(`No stack could be made: ${made.stderr}`);
    return stack;
  }

  /** Replaces the configuration. */
  async configure(config: Record<string, unknown>): Promise<void> {
    await writeFile(this.configFile, JSON.stringify({ config }));
  }

  /** An operation such as `up`, on this stack and its configuration. */
  operate(operation: string, ...flags: string[]): Promise<CommandResult> {
    const approved = operation === "preview" ? [] : ["--yes"];
    return this.run([operation, "--stack", "dev", "--config-file", this.configFile, ...approved, ...flags]);
  }

  /** The stack's outputs. */
  async outputs<Outputs>(): Promise<Outputs> {
    const { stdout } = await this.run(["stack", "output", "--stack", "dev", "--json", "--show-secrets"]);
    return JSON.parse(stdout) as Outputs;
  }

  private run(args: string[]): Promise<CommandResult> {
    return runCommand(this.command, [...args, "--non-interactive"], { cwd: this.project, env: this.env });
  }
}
