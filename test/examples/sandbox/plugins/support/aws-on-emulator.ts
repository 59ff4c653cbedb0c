import { IAMClient } from "@aws-sdk/client-iam";
import { connection, emulatorRoot } from "../../../../../examples/sandbox/aws/connection";
import type { Ministack } from "../../../../../examples/sandbox/aws/ministack";
import { awsPlugin } from "../../../../../examples/sandbox/plugins/aws/aws-plugin";
import { type PluginServer, servePlugin } from "../../../../../examples/sandbox/plugins/kernel/plugin-server";
import type { Properties } from "../../../../../examples/sandbox/plugins/kernel/property-values";
import { startEmulator } from "../../../../support/emulator";
import { PluginClient, type Remembered } from "./plugin-client";

/** The account the plugin works in, as its root. */
export const account = "222222222222";

/** The root of an account that nobody lives in. */
export const root = "arn:aws:iam::999999999999:root";

/** Tokens of the resource types. */
export const types = {
  role: "aws:iam/role:Role",
  policy: "aws:iam/policy:Policy",
  user: "aws:iam/user:User",
  profile: "aws:iam/instanceProfile:InstanceProfile",
  serviceLinkedRole: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  rolePolicy: "aws:iam/rolePolicy:RolePolicy",
  userPolicy: "aws:iam/userPolicy:UserPolicy",
  attachment: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  userAttachment: "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  accessKey: "aws:iam/accessKey:AccessKey",
};

/** A policy that allows one action on everything. */
export const allow = (Action: string) =>
  JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });

/** A trust policy for one principal. */
export const trust = (AWS: string, Sid = "") =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid, Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole" }],
  });

/** The aws plugin on an emulator, both of a suite's own. */
export class AwsOnEmulator {
  constructor(
    readonly emulator: Ministack,
    private readonly server: PluginServer,
    readonly plugin: PluginClient,
    /** The same account, reached past the plugin. */
    readonly iam: IAMClient,
  ) {}

  static async start(): Promise<AwsOnEmulator> {
    const emulator = await startEmulator();
    const server = await servePlugin(awsPlugin({ AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "any" }));
    const iam = new IAMClient(connection(emulator.endpoint, emulatorRoot(account)));
    const started = new AwsOnEmulator(emulator, server, new PluginClient(server.port), iam);
    await started.configure(started.plugin);
    return started;
  }

  /** Another connection, with settings of its own. */
  async connect(settings: Record<string, string>): Promise<PluginClient> {
    const client = new PluginClient(this.server.port);
    await this.configure(client, settings);
    return client;
  }

  /** Inputs that a refresh finds different from those remembered; `gone` when the resource is. */
  async drift(known: Remembered): Promise<string[]> {
    const found = await this.plugin.read(known);
    if (!found) return ["gone"];
    return (
      await this.plugin.diff({ ...known, inputs: found.inputs, state: found.state }, known.inputs)
    ).getDiffsList();
  }

  /** Inputs whose change would replace the resource. */
  async replaces(known: Remembered, given: Properties): Promise<string[]> {
    const { inputs } = await this.plugin.check(known.type, known.name, given, { olds: known.inputs });
    return (await this.plugin.diff(known, inputs)).getReplacesList();
  }

  async close(): Promise<void> {
    this.plugin.close();
    await this.server.close();
    await this.emulator.close();
  }

  private configure(client: PluginClient, settings: Record<string, string> = {}): Promise<void> {
    const { endpoint } = this.emulator;
    const endpoints = JSON.stringify([{ iam: endpoint, sts: endpoint, s3: endpoint }]);
    return client.configure({ region: "us-east-1", endpoints, ...settings });
  }
}
