import { mkdir, writeFile } from "node:fs/promises";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type EngineEvent, LocalWorkspace, type OutputMap, type PulumiFn, Stack } from "@pulumi/pulumi/automation";
import { pulumiCommand } from "./pulumi-command";

/** What a stack is, and where. */
export interface LeanStackOptions {
  /** Holds the state in `.pulumi`, and the CLI's own files in `home`. */
  folder: string;
  project: string;
  stackName: string;
  program: PulumiFn;
  /** Folder the stock dynamic provider starts in. Default: the one of the state. */
  main?: string;
  /** Added to the environment of the CLI; without a passphrase in it there is one for tests. */
  env?: Record<string, string>;
}

/**
 * A stack of the Automation API on the real engine, of which each operation is one process: the state file is made here instead of
 * by `stack init`, and `stack select`, `stack history` and `stack output` are left out. What those tell, {@link runLean} tells.
 */
export async function openLeanStack(options: LeanStackOptions): Promise<Stack> {
  const { folder, project, stackName, program, main, env } = options;
  await seedState(options);
  const workspace = await LocalWorkspace.create({
    pulumiCommand: await pulumiCommand(),
    workDir: folder,
    program,
    projectSettings: { name: project, runtime: "nodejs", ...(main && { main }) },
    pulumiHome: path.join(folder, "home"),
    envVars: {
      PULUMI_CONFIG_PASSPHRASE: "passphrase",
      ...env,
      PULUMI_BACKEND_URL: `file://${folder}`,
      PULUMI_FALLBACK_TO_STATE_SECRETS_MANAGER: "true",
      GOGC: "off",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  });
  workspace.selectStack = async () => {};
  workspace.stackOutputs = async () => ({});
  const stack = await Stack.select(stackName, workspace);
  stack.info = async () => undefined;
  return stack;
}

/** Path of the file a stack's state is in. */
export function stateFileOf({ folder, project, stackName }: LeanStackOptions): string {
  return path.join(folder, ".pulumi", "stacks", project, `${stackName}.json`);
}

async function seedState(options: LeanStackOptions): Promise<void> {
  const file = stateFileOf(options);
  const { project, stackName } = options;
  const seed = { version: 3, checkpoint: { stack: `organization/${project}/${stackName}` } };
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(seed), { flag: "wx" }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/** What one operation came to. */
export interface LeanOutcome {
  /** Resources by kind of change. */
  changes: Record<string, number>;
  /** What the program answered with; nothing where it did not run. */
  outputs: OutputMap;
  stdout: string;
}

/** Runs one operation of a stack that {@link openLeanStack} opened, with the program its workspace has by then. */
export async function runLean(stack: Stack, verb: "up" | "preview" | "refresh" | "destroy"): Promise<LeanOutcome> {
  const outcome: LeanOutcome = { changes: {}, outputs: {}, stdout: "" };
  const { program } = stack.workspace;
  const onEvent = ({ summaryEvent }: EngineEvent) => {
    if (summaryEvent) outcome.changes = { ...summaryEvent.resourceChanges };
  };
  const given = async () => keepOutputs((await program?.()) ?? {}, outcome.outputs);
  if (verb === "up" || verb === "preview") {
    outcome.stdout = (await stack[verb]({ onEvent, program: given })).stdout;
  } else {
    outcome.stdout = (await stack[verb]({ onEvent })).stdout;
  }
  return outcome;
}

function keepOutputs(given: Record<string, unknown>, kept: OutputMap): Record<string, pulumi.Output<unknown>> {
  const outputs = Object.entries(given).map(([name, value]): [string, pulumi.Output<unknown>] => {
    const output: pulumi.Output<unknown> = pulumi.output(value as object);
    return [
      name,
      output.apply(async (resolved) => {
        kept[name] = { value: resolved, secret: await pulumi.isSecret(output) };
        return resolved;
      }),
    ];
  });
  return Object.fromEntries(outputs);
}
