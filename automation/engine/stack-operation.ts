import { randomUUID } from "node:crypto";
import * as path from "node:path";
import type { EngineEvent, PulumiFn, Stack } from "@pulumi/pulumi/automation";
import type { ChangeCounts, DriftedResource, PlannedChange, RecordedRole } from "../model";
import { passphraseProvider } from "./cli-environment";
import { explainFailure, OperationError } from "./errors";
import { createFailedCreates, type FailedCreates } from "./failed-creates";
import { FileBackend } from "./file-backend";
import { guardPrograms } from "./guard";
import { type MadeFinder, notePending } from "./interrupted-creates";
import { isMissingStack } from "./missing-stack";
import type { PulumiRunner } from "./pulumi-process";
import { RemoteState } from "./remote-state";
import { repairRemoteStack } from "./repair-remote-stack";
import { makeReadable, type RepairOptions, repairStack } from "./repair-stack";
import { createStackEventLog, type StackDiagnostic } from "./stack-events";
import { openStack, type StackWorkspace, settingsFrom } from "./stack-workspace";
import { createStepFindings } from "./step-findings";
import { watch } from "./watchdog";

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

/** What one operation came to. */
export interface StackResult {
  changes: ChangeCounts;
  /** The IAM roles of the stack. */
  roles: RecordedRole[];
  /** What was found to be different from what the stack records; only looked for by `look`. */
  drift: DriftedResource[];
  /** What it did to resources, or would do. */
  planned: PlannedChange[];
}

const noChanges: ChangeCounts = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };

/**
 * Runs one operation as one process of the CLI. A stack that is missing is made for `up`, previewed without making it, and
 * nothing to take away.
 *
 * @throws OperationError for every failure.
 */
export async function runStackOperation(operation: StackOperation): Promise<StackResult> {
  const watchdog = watch(operation.timeoutMs, operation.signal);
  const guard = guardPrograms(watchdog.endSoon);
  const events = createStackEventLog(operation.onStep);
  const findings = createStepFindings();
  const failed = createFailedCreates();
  const onEvent = (event: EngineEvent) => {
    events.read(event);
    findings.read(event);
    failed.read(event);
  };
  // What is told after the operation was interrupted is about the interruption.
  let toldBefore: StackDiagnostic[] | undefined;
  watchdog.signal.addEventListener("abort", () => {
    toldBefore = events.errors();
  });
  try {
    watchdog.signal.throwIfAborted();
    const owned = { ...operation, program: guard.own(operation.program) };
    const { foundInterrupted } = events;
    const made = await run(owned, { signal: watchdog.signal, onEvent, foundInterrupted, failed });
    const drift = operation.verb === "look" ? findings.drift() : [];
    return {
      changes: made ? events.changes() : noChanges,
      roles: findings.roles(),
      drift,
      planned: findings.planned(),
    };
  } catch (error) {
    const stopped = watchdog.stopped();
    const evidence = { error, diagnostics: toldBefore ?? events.errors(), ...(stopped ? { stopped } : {}) };
    throw new OperationError(explainFailure(evidence), { cause: error });
  } finally {
    watchdog.release();
    guard.release();
  }
}

/** What every verb of the Automation API takes. */
interface VerbOptions {
  signal: AbortSignal;
  onEvent(event: EngineEvent): void;
  foundInterrupted(): boolean;
  /** What the events told of creations that failed. */
  failed: FailedCreates;
}

/** Answers whether there was a stack to work on. */
async function run(operation: StackOperation, options: VerbOptions): Promise<boolean> {
  const { files, project, stackName } = operation.place;
  if (!files) return runAnywhere(operation, options);
  const exists = await files.exists(project, stackName);
  if (!exists && !createsStacks.has(operation.verb)) return false;
  if (!exists && operation.verb === "preview") return previewFromNothing(operation, options);
  if (operation.verb === "up" || operation.verb === "destroy") await change(operation, files, options, exists);
  else await look(operation, files, options);
  return true;
}

async function look(operation: StackOperation, files: FileBackend, options: VerbOptions): Promise<void> {
  const { project, stackName } = operation.place;
  await makeReadable(files, project, stackName, repairOptions(operation, operation.onStep, options.signal));
  await onOpenStack(operation, ({ stack }) => act(operation, stack, options));
}

const createsStacks: ReadonlySet<StackVerb> = new Set(["up", "preview"]);

/** Changes a stack of this machine, and once more when a creation that failed turns out to have made its resource. */
async function change(operation: StackOperation, files: FileBackend, options: VerbOptions, exists: boolean) {
  const { place, onStep } = operation;
  const repair = (tell: typeof onStep) =>
    repairStack(files, place.project, place.stackName, repairOptions(operation, tell, options.signal));
  // A stack that was just removed can have left its lock.
  const needsRead = await repair(onStep);
  try {
    await attempt(operation, files, options, { exists, needsRead });
  } catch (error) {
    if (options.signal.aborted || !(await noteFailedCreates(operation, files, options))) throw error;
    // Where the provider cannot be asked now, the next run looks.
    if (!(await repair(() => undefined).catch(() => false))) throw error;
    onStep("what could not be made was there already, from a run that was interrupted: going on with it");
    await attempt(operation, files, options, { exists: true, needsRead: true });
  }
}

async function attempt(
  operation: StackOperation,
  files: FileBackend,
  options: VerbOptions,
  { exists, needsRead }: { exists: boolean; needsRead: boolean },
): Promise<void> {
  const { project, stackName, secrets } = operation.place;
  if (!exists && secrets === passphraseProvider) await files.seed(project, stackName);
  await onOpenStack(operation, async (opened) => {
    if (!exists && secrets !== passphraseProvider) await initStack(operation, opened, options.signal);
    await act({ ...operation, refresh: needsRead || operation.refresh === true }, opened.stack, options);
  });
}

/** Notes in the state what may have been made all the same; true when there is something of the kind. */
async function noteFailedCreates(
  { place, finder }: StackOperation,
  files: FileBackend,
  { failed }: VerbOptions,
): Promise<boolean> {
  const unclear = failed.list().filter(({ type }) => finder?.types.has(type));
  const state = unclear.length > 0 ? await files.readState(place.project, place.stackName) : undefined;
  if (!state) return false;
  await files.writeState(place.project, place.stackName, notePending(state, unclear));
  return true;
}

function repairOptions(
  { lockWaitMs, finder }: StackOperation,
  onStep: (message: string) => void,
  signal: AbortSignal,
): RepairOptions {
  return { onStep, signal, ...(lockWaitMs === undefined ? {} : { lockWaitMs }), ...(finder ? { finder } : {}) };
}

/** Away from the file system the CLI is asked to go ahead, which is one process where the stack exists, as most do. */
async function runAnywhere(operation: StackOperation, options: VerbOptions): Promise<boolean> {
  try {
    await onOpenStack(operation, async (opened) => {
      const state = new RemoteState(operation.runner, opened, operation.place.stackName, options.signal);
      await actAnywhere(operation, opened, state, options);
      if (operation.verb === "up" && options.foundInterrupted()) await state.dropInterruptedCreates();
    });
    return true;
  } catch (error) {
    if (!isMissingStack(error)) throw error;
    return operation.verb === "preview" ? previewFromNothing(operation, options) : false;
  }
}

/** What stands in the way of the first try is put right, and it is tried again. */
async function actAnywhere(
  operation: StackOperation,
  opened: StackWorkspace,
  state: RemoteState,
  options: VerbOptions,
): Promise<void> {
  const { verb, onStep, lockWaitMs } = operation;
  const again = () => act(operation, opened.stack, options);
  try {
    await again();
  } catch (error) {
    if (isMissingStack(error) && verb === "up") {
      await initStack(operation, opened, options.signal);
      return again();
    }
    if (verb !== "up" && verb !== "destroy") throw error;
    const repair = { onStep, signal: options.signal, ...(lockWaitMs === undefined ? {} : { lockWaitMs }) };
    if (!(await repairRemoteStack(error, state, repair))) throw error;
    // A process that was waited for may have been killed by then, and left its lock.
    await again().catch(async (next: unknown) => {
      if (!(await repairRemoteStack(next, state, { ...repair, lockWaitMs: 0 }))) throw next;
      await again();
    });
  }
}

async function previewFromNothing(operation: StackOperation, options: VerbOptions): Promise<boolean> {
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

async function onOpenStack(operation: StackOperation, work: (opened: StackWorkspace) => Promise<void>): Promise<void> {
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

async function act(
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

async function initStack({ place, runner, env }: StackOperation, { folder }: StackWorkspace, signal: AbortSignal) {
  const args = ["stack", "init", "--stack", place.stackName, "--no-select", "--secrets-provider", place.secrets];
  await runner.run(args, folder, env, undefined, undefined, signal);
}
