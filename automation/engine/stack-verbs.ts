import { randomUUID } from "node:crypto";
import * as path from "node:path";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { FailedCreates } from "./failed-creates";
import { FileBackend } from "./file-backend";
import type { MadeFinder } from "./interrupted-creates";
import type { PulumiRunner } from "./pulumi-process";
import { openStack, type StackWorkspace, settingsFrom } from "./stack-workspace";

/** What an operation does to a stack; `destroy` removes the stack too, `look` compares it with the world. */
export type StackVerb = "up" | "preview" | "destroy" | "preview-destroy" | "look";

/** Which stack an operation is about, and where it is kept. */
export interface StackPlace {
  project: string;
  stackName: string;
  /** The backend when it is a folder of this machine. */
  files: FileBackend | undefined;
  /** How secrets in the state are kept. */
  secrets: string;
}

/** One operation on one stack. */
export interface StackOperation {
  place: StackPlace;
  runner: PulumiRunner;
  verb: StackVerb;
  /** True to look at every resource as it is in the world before it is decided what to change. */
  refresh?: boolean;
  program: PulumiFn;
  /** Goes on top of the runner's environment. */
  env: Record<string, string>;
  workDir?: string;
  timeoutMs: number;
  lockWaitMs?: number;
  /** Finds what interrupted creations made after all. */
  finder?: MadeFinder;
  signal?: AbortSignal;
  onStep(message: string): void;
}

/** What every verb of the Automation API takes. */
export interface VerbOptions {
  signal: AbortSignal;
  onEvent(event: EngineEvent): void;
  foundInterrupted(): boolean;
  /** What the events told of creations that failed. */
  failed: FailedCreates;
}

/** Runs the verb of an operation on an open stack. */
export async function act(
  { verb, refresh = false }: Pick<StackOperation, "verb" | "refresh">,
  stack: Stack,
  { signal, onEvent }: VerbOptions,
): Promise<void> {
  const options = { signal, onEvent, color: "never", suppressProgress: true, suppressOutputs: true } as const;
  switch (verb) {
    case "up":
      await stack.up({ ...options, refresh });
      break;
    case "preview":
      await stack.preview({ ...options, refresh });
      break;
    case "destroy":
      await stack.destroy({ ...options, runProgram: false, refresh });
      break;
    case "preview-destroy":
      await stack.previewDestroy({ ...options, runProgram: false });
      break;
    case "look":
      await stack.previewRefresh({ ...options, runProgram: false });
      break;
  }
}

/** Opens the stack of an operation for some work, in a folder that is gone afterwards. */
export async function onOpenStack(
  operation: StackOperation,
  work: (opened: StackWorkspace) => Promise<void>,
): Promise<void> {
  const { place, runner, verb, program, env, workDir } = operation;
  const opened = await openStack({
    runner,
    project: place.project,
    stackName: place.stackName,
    program,
    env,
    settings: settingsFrom(await place.files?.readState(place.project, place.stackName)),
    extraArguments: verb === "destroy" ? ["--remove"] : [],
    ...(workDir ? { workDir } : {}),
  });
  try {
    await work(opened);
  } finally {
    await opened.dispose();
  }
}

/** Previews a stack that is not there, without making it: in a state of its own that is thrown away. */
export async function previewFromNothing(operation: StackOperation, options: VerbOptions): Promise<boolean> {
  const { project, stackName } = operation.place;
  await onOpenStack(operation, async ({ stack, folder }) => {
    const state = path.join(folder, "state");
    await FileBackend.in(state).seed(project, stackName);
    Object.assign(stack.workspace.envVars, {
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: randomUUID(),
      PULUMI_CONFIG_PASSPHRASE_FILE: "",
    });
    await act({ verb: "preview" }, stack, options);
  });
  return true;
}

/** Makes a stack by the CLI, where its state cannot simply be written. */
export async function initStack(
  { place, runner, env }: StackOperation,
  { folder }: StackWorkspace,
  signal: AbortSignal,
) {
  const args = ["stack", "init", "--stack", place.stackName, "--no-select", "--secrets-provider", place.secrets];
  await runner.run(args, folder, env, undefined, undefined, signal);
}
