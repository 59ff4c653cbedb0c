import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { StandInPlugins } from "../../../../../examples/sandbox/plugins";
import { type LeanStackOptions, openLeanStack, runLean, stateFileOf } from "../../../../support/lean-stack";

/** A stack of the real Pulumi engine with a backend of its own, whose program can be exchanged. */
export class InlineStack {
  private constructor(
    private readonly stack: Stack,
    private readonly options: LeanStackOptions,
  ) {}

  static async create({ env }: StandInPlugins): Promise<InlineStack> {
    const folder = await mkdtemp(path.join(tmpdir(), "inline-stack-"));
    const options = { folder, project: "plugins", stackName: "dev", program: async () => undefined, env };
    return new InlineStack(await openLeanStack(options), options);
  }

  /** Runs `up` and returns how many resources there were of each kind of change, and the outputs. */
  async up(program?: PulumiFn) {
    if (program) this.stack.workspace.program = program;
    return runLean(this.stack, "up");
  }

  /** Sets configuration by path, such as `aws:endpoints[0].iam`. */
  async configure(config: Record<string, string>): Promise<void> {
    for (const [key, value] of Object.entries(config)) await this.stack.setConfig(key, { value }, true);
  }

  /** Changes that a preview of the program shows. */
  async preview(program?: PulumiFn) {
    if (program) this.stack.workspace.program = program;
    return (await runLean(this.stack, "preview")).changes;
  }

  /** Changes that a refresh finds. */
  async refresh() {
    return (await runLean(this.stack, "refresh")).changes;
  }

  /** The stack's state as it is stored. */
  async state(): Promise<string> {
    return readFile(stateFileOf(this.options), "utf8");
  }

  async destroy() {
    return (await runLean(this.stack, "destroy")).changes;
  }

  async close(): Promise<void> {
    await rm(this.options.folder, { recursive: true, force: true });
  }
}
