import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import type { StandInPlugins } from "../../../../../examples/sandbox/plugins";
import { pulumiCommand } from "../../../../support/pulumi-command";

/** A stack of the real Pulumi engine with a backend of its own, whose program can be exchanged. */
export class InlineStack {
  private constructor(
    private readonly stack: Stack,
    private readonly dir: string,
    private readonly current: { program: PulumiFn },
  ) {}

  static async create(plugins: StandInPlugins): Promise<InlineStack> {
    const dir = await mkdtemp(path.join(tmpdir(), "inline-stack-"));
    await Promise.all(["backend", "work", "home"].map((folder) => mkdir(path.join(dir, folder))));
    const current: { program: PulumiFn } = { program: async () => undefined };
    const stack = await LocalWorkspace.createStack(
      { stackName: "dev", projectName: "plugins", program: async () => current.program() },
      {
        pulumiCommand: await pulumiCommand(),
        workDir: path.join(dir, "work"),
        pulumiHome: path.join(dir, "home"),
        envVars: {
          ...plugins.env,
          PULUMI_BACKEND_URL: `file://${path.join(dir, "backend")}`,
          PULUMI_CONFIG_PASSPHRASE: "test",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    return new InlineStack(stack, dir, current);
  }

  /** Runs `up` and returns how many resources there were of each kind of change, and the outputs. */
  async up(program?: PulumiFn) {
    if (program) this.current.program = program;
    const { summary, outputs, stdout } = await this.stack.up();
    return { changes: summary.resourceChanges ?? {}, outputs, stdout };
  }

  /** Sets configuration by path, such as `aws:endpoints[0].iam`. */
  async configure(config: Record<string, string>): Promise<void> {
    for (const [key, value] of Object.entries(config)) await this.stack.setConfig(key, { value }, true);
  }

  /** Changes that a preview of the program shows. */
  async preview(program?: PulumiFn) {
    if (program) this.current.program = program;
    return (await this.stack.preview()).changeSummary;
  }

  /** Changes that a refresh finds. */
  async refresh() {
    return (await this.stack.refresh()).summary.resourceChanges ?? {};
  }

  /** The stack's state as it is stored. */
  async state(): Promise<string> {
    return readFile(path.join(this.dir, "backend", ".pulumi", "stacks", "plugins", "dev.json"), "utf8");
  }

  async destroy() {
    return (await this.stack.destroy()).summary.resourceChanges ?? {};
  }

  async close(): Promise<void> {
    await rm(this.dir, { recursive: true, force: true });
  }
}
