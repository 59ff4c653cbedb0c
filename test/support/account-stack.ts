import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import { locatePulumi } from "../../automation/engine/locate-pulumi";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { type CommandResult, runCommand } from "./cross-account";

/** A stack `dev` driven by the plain `pulumi` CLI, with a backend of its own, against a sandbox, in whose folder all it makes lies. */
export class PlainStack {
  private previewed = false;

  private constructor(
    private readonly command: string,
    private readonly project: string,
    private readonly env: Record<string, string>,
  ) {}

  /** Makes the empty stack in a project folder, configured by `config`. */
  static async create(sandbox: Sandbox, project: string, config: Record<string, unknown>): Promise<PlainStack> {
    const folder = await mkdtemp(path.join(sandbox.dir, "stack-"));
    const backend = path.join(folder, "backend");
    await mkdir(backend);
    const { command } = await locatePulumi();
    const env = {
      ...sandbox.env,
      PULUMI_BACKEND_URL: `file://${backend}`,
      PULUMI_HOME: path.join(folder, "home"),
      GOGC: "off",
    };
    const stack = new PlainStack(command, project, env);
    const made = await stack.run(["stack", "init", "dev"]);
    if (made.exitCode !== 0) throw new Error(`No stack could be made: ${made.stderr}`);
    await stack.configure(config);
    return stack;
  }

  /** Replaces the configuration, as a person would by editing `Pulumi.dev.yaml`. */
  async configure(config: Record<string, unknown>): Promise<void> {
    const file = path.join(this.project, "Pulumi.dev.yaml");
    const settings = parse(await readFile(file, "utf8")) as object;
    await writeFile(file, stringify({ ...settings, config }));
  }

  /** An operation such as `up`. Only the first one previews, as a person's all do: that doubles what an operation costs. */
  operate(operation: string, ...flags: string[]): Promise<CommandResult> {
    const previewed = this.previewed || operation === "preview";
    const approved = operation === "preview" ? [] : ["--yes", ...(previewed ? ["--skip-preview"] : [])];
    this.previewed = true;
    return this.run([operation, "--stack", "dev", ...approved, ...flags]);
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
