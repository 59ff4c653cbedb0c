import { loadProgram } from "../engine/program-module";
import type { StackEngine, StackEngineOptions } from "../engine/stack-engine";
import { InputError } from "../errors";
import { WorkerPool } from "./worker-pool";

/** What workers are made from. */
export interface WorkerOptions extends StackEngineOptions {
  /** How many processes work on accounts; without it they are worked on in this one. */
  workers: number | undefined;
  /** True where the engine is not this package's own. */
  isForeign: boolean;
}

/**
 * Does work with an engine whose accounts are worked on in forked processes: a program that ends or blocks its process takes one account
 * along and no other. Everything else the engine does stays in this process.
 *
 * @throws InputError when there is something that cannot be handed to another process, such as a function.
 */
export async function withWorkers<Result>(
  engine: StackEngine,
  { workers, isForeign, ...options }: WorkerOptions,
  work: (engine: StackEngine) => Promise<Result>,
): Promise<Result> {
  if (workers === undefined) return work(engine);
  const { program, onProcess: _onProcess, ...plain } = options;
  if (isForeign) throw refusal("an engine of one's own cannot be handed to another process: leave out one of the two");
  if (typeof program === "function") {
    throw refusal(
      "a program that is a function cannot be handed to another process: keep it in a module, and name that as program: { module: PATH }",
    );
  }
  // What is wrong with it is told now and once, and not for each account.
  if (program) await loadProgram(program);
  const pool = new WorkerPool({ ...plain, ...(program ? { program } : {}) }, workers);
  try {
    return await work(runningIn(pool, engine));
  } finally {
    await pool.close();
  }
}

function runningIn(pool: WorkerPool, engine: StackEngine): StackEngine {
  return {
    run: (operation, options) => pool.run(operation, options),
    preview: (operation, options) => engine.preview(operation, options),
    drift: (operation, options) => engine.drift(operation, options),
    rolesOf: (accountId) => engine.rolesOf(accountId),
    exists: (fleet, accountId) => engine.exists(fleet, accountId),
    listStacks: () => engine.listStacks(),
    outcomeOf: (accountId) => engine.outcomeOf(accountId),
    grantsOf: (accountId) => engine.grantsOf(accountId),
    checkSecrets: (accountIds) => engine.checkSecrets(accountIds),
    vendorResourcesOf: (accountId) => engine.vendorResourcesOf(accountId),
    closedOf: (accountId) => engine.closedOf(accountId),
    forget: (accountId) => engine.forget(accountId),
  };
}

function refusal(message: string): InputError {
  return new InputError("The workers", [{ path: "workers", message }]);
}
