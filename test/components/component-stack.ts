import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { Provider } from "@pulumi/aws/provider";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { startVendorGateway, type TokenSource, type VendorGateway } from "../../providers";
import { openLeanStack, runLean } from "../support/lean-stack";

/** What one `up` changed, by kind of change. */
export type Changes = Record<string, number>;

/** Components in one account of a sandbox, on the real engine, with the vendor resources served from this process. */
export class ComponentStack {
  private constructor(
    private readonly folder: string,
    private readonly gateway: VendorGateway,
    private readonly sandbox: Sandbox,
    readonly accountId: string,
    /** Where the sandbox's Spot token is. */
    readonly token: TokenSource,
  ) {}

  static async create(sandbox: Sandbox, accountId: string): Promise<ComponentStack> {
    const folder = await mkdtemp(path.join(tmpdir(), "component-stack-"));
    const file = path.join(folder, "token");
    await writeFile(file, sandbox.env.SPOTINST_TOKEN ?? "", { mode: 0o600 });
    return new ComponentStack(folder, await startVendorGateway(), sandbox, accountId, { file });
  }

  /** Brings the account to what a program asks for, with the outputs the program answers with. */
  async up(
    program: (provider: Provider) => Record<string, unknown>,
  ): Promise<{ changes: Changes; outputs: Record<string, unknown> }> {
    const { outputs, changes } = await runLean(await this.open(program), "up");
    const values = Object.entries(outputs).map(([name, { value }]) => [name, value]);
    return { changes, outputs: Object.fromEntries(values) };
  }

  /** What an `up` would change. */
  async preview(program: (provider: Provider) => Record<string, unknown>): Promise<Changes> {
    return (await runLean(await this.open(program), "preview")).changes;
  }

  async destroy(): Promise<void> {
    await runLean(await this.open(() => ({})), "destroy");
  }

  async remove(): Promise<void> {
    await this.gateway.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async open(program: (provider: Provider) => Record<string, unknown>): Promise<Stack> {
    const { PULUMI_DEBUG_PROVIDERS: attached, ...env } = this.sandbox.env;
    return openLeanStack({
      ...{ folder: this.folder, project: "components", stackName: this.accountId },
      program: async () => program(this.provider()),
      env: { ...env, PULUMI_DEBUG_PROVIDERS: `${attached},pulumi-nodejs:${this.gateway.port}` },
    });
  }

  private provider(): Provider {
    const { aws } = this.sandbox;
    const roles = [aws.hubRoleArn, `arn:aws:iam::${this.accountId}:role/${aws.entryRoleName}`];
    return new Provider("account", {
      region: aws.region,
      allowedAccountIds: [this.accountId],
      assumeRoles: roles.map((roleArn) => ({ roleArn, sessionName: "components" })),
      endpoints: [{ iam: aws.endpoint, sts: aws.endpoint, s3: aws.endpoint }],
    });
  }
}
