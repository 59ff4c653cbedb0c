import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { locatePulumi } from "../../../automation/engine/locate-pulumi";
import { createStackEngine, type StackEngine, type StackEngineOptions } from "../../../automation/engine/stack-engine";
import type { TargetAction, TargetOperation } from "../../../automation/model";
import { accountSettingsSchema } from "../../../components/account-settings";

/** A fleet with small programs on a backend in a temporary folder, run by the real CLI, whose processes are counted. */
export interface SampleFleet {
  folder: string;
  engine: StackEngine;
  /** Variables for a CLI of one's own on the same state. */
  env: Record<string, string>;
  /** Sets what the next operation on an account runs. */
  setProgram(accountId: string, program: PulumiFn): void;
  operation(accountId: string, action?: TargetAction): TargetOperation;
  /** Another engine on the same state. */
  engineWith(options: Partial<StackEngineOptions>): StackEngine;
  /** Command lines of the CLI since the last call. */
  takeCommandLines(): Promise<string[]>;
  /** Process id of the CLI that was started last; it leads a group of its own. */
  lastPid(): Promise<number>;
  dispose(): Promise<void>;
}

const project = "acme";

/** @param changed What is to be other than state in a folder and a passphrase; `env` goes on top. */
export async function createSampleFleet(changed: Partial<StackEngineOptions> = {}): Promise<SampleFleet> {
  const folder = await mkdtemp(path.join(tmpdir(), "engine-test-"));
  const workDir = path.join(folder, "work");
  await mkdir(workDir);
  const programs = new Map<string, PulumiFn>();
  const commandLines = path.join(folder, "command-lines");
  const options: StackEngineOptions = {
    fleet: project,
    backend: `file://${folder}/state`,
    workDir,
    pulumi: await recordingPulumi(folder, commandLines),
    program: ({ target }) => programs.get(target.account.id) ?? (async () => {}),
    ...changed,
  };
  options.env = {
    PULUMI_CONFIG_PASSPHRASE: "canary-passphrase",
    PULUMI_HOME: path.join(folder, "home"),
    ...changed.env,
  };
  const engineWith = (other: Partial<StackEngineOptions>) => createStackEngine({ ...options, ...other });
  return {
    folder,
    engine: engineWith({}),
    env: { ...options.env, PULUMI_BACKEND_URL: options.backend },
    engineWith,
    setProgram: (accountId, program) => programs.set(accountId, program),
    operation: operationFor,
    takeCommandLines: async () => {
      const lines = await readFile(commandLines, "utf8").catch(() => "");
      await rm(commandLines, { force: true });
      return lines.split("\n").filter(Boolean);
    },
    lastPid: async () => Number(await readFile(`${commandLines}.pid`, "utf8")),
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The real CLI behind a script that notes every command line. */
async function recordingPulumi(folder: string, commandLines: string) {
  const { command, version } = await locatePulumi();
  const recorder = path.join(folder, "pulumi");
  await writeFile(
    recorder,
    `#!/bin/sh\necho "$@" >> '${commandLines}'\necho $$ > '${commandLines}.pid'\nPATH='${path.dirname(command)}':$PATH exec '${command}' "$@"\n`,
  );
  await chmod(recorder, 0o755);
  return { command: recorder, version };
}

function operationFor(accountId: string, action: TargetAction = "up"): TargetOperation {
  return {
    fleet: project,
    action,
    target: {
      account: { id: accountId, name: `account ${accountId}`, ouPath: "/", state: "ACTIVE", management: false },
      settings: accountSettingsSchema.parse({ accountId, grants: {} }),
    },
  };
}

/** A resource of the stock dynamic provider that notes when its create begins, takes its time, and may refuse. */
export class SlowResource extends pulumi.dynamic.Resource {
  declare readonly greeting: pulumi.Output<string>;

  constructor(
    name: string,
    args: { greeting: pulumi.Input<string>; log?: string; delayMs?: number; refusal?: string },
  ) {
    super(
      {
        create: async (inputs) => {
          if (inputs.log) require("node:fs").appendFileSync(inputs.log, `create ${inputs.greeting}\n`);
          await new Promise((resolve) => setTimeout(resolve, inputs.delayMs ?? 0));
          if (inputs.refusal) throw new Error(inputs.refusal);
          return { id: "1", outs: { greeting: inputs.greeting } };
        },
        diff: async (_id, olds, news) => ({ changes: olds.greeting !== news.greeting }),
        update: async (_id, _olds, news) => ({ outs: { greeting: news.greeting } }),
      },
      name,
      args,
    );
  }
}
