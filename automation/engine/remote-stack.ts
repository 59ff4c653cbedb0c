import { isMissingStack } from "./missing-stack";
import { RemoteState } from "./remote-state";
import { repairRemoteStack } from "./repair-remote-stack";
import { act, initStack, onOpenStack, previewFromNothing, type StackOperation, type VerbOptions } from "./stack-verbs";
import type { StackWorkspace } from "./stack-workspace";

/**
 * Runs an operation on a stack whose state is away from the file system. The CLI is asked to go ahead, which is one process where the stack
 * exists, as most do. Answers whether there was a stack to work on.
 */
export async function runAnywhere(operation: StackOperation, options: VerbOptions): Promise<boolean> {
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
