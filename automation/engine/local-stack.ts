import { passphraseProvider } from "./cli-environment";
import type { FileBackend } from "./file-backend";
import { notePending } from "./interrupted-creates";
import { makeReadable, type RepairOptions, repairStack } from "./repair-stack";
import {
  act,
  initStack,
  onOpenStack,
  previewFromNothing,
  type StackOperation,
  type StackVerb,
  type VerbOptions,
} from "./stack-verbs";

/** Runs an operation on a stack whose state is in a folder of this machine. Answers whether there was a stack to work on. */
export async function runLocally(
  operation: StackOperation,
  files: FileBackend,
  options: VerbOptions,
): Promise<boolean> {
  const { project, stackName } = operation.place;
  const exists = await files.exists(project, stackName);
  if (!exists && !createsStacks.has(operation.verb)) return false;
  if (!exists && operation.verb === "preview") return previewFromNothing(operation, options);
  if (operation.verb === "up" || operation.verb === "destroy") await change(operation, files, options, exists);
  else await look(operation, files, options);
  return true;
}

const createsStacks: ReadonlySet<StackVerb> = new Set(["up", "preview"]);

async function look(operation: StackOperation, files: FileBackend, options: VerbOptions): Promise<void> {
  const { project, stackName } = operation.place;
  await makeReadable(files, project, stackName, repairOptions(operation, operation.onStep, options.signal));
  await onOpenStack(operation, ({ stack }) => act(operation, stack, options));
}

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
