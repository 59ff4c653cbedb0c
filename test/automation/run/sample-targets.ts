import { OperationError } from "../../../automation/engine/errors";
import type { RunEvent, TargetOperation, TargetOutcome } from "../../../automation/model";
import { type RunTargetsOptions, runTargets } from "../../../automation/run/run-targets";
import { accountSettingsSchema } from "../../../components/account-settings";

/** An operation on an account that needs nothing. */
export function operationFor(accountId: string): TargetOperation {
  return {
    fleet: "acme",
    action: "up",
    target: {
      account: { id: accountId, name: `account ${accountId}`, ouPath: "/", state: "ACTIVE", management: false },
      settings: accountSettingsSchema.parse({ accountId, grants: {} }),
    },
  };
}

/** Account ids in order, from 100000000000 on. */
export function accountIds(count: number): string[] {
  return Array.from({ length: count }, (_unused, index) => String(100_000_000_000 + index));
}

/** What an operation that worked came to. */
export function outcomeOf({ target }: TargetOperation): TargetOutcome {
  return {
    accountId: target.account.id,
    changes: { create: 1, update: 0, replace: 0, delete: 0, same: 2 },
    grants: [],
    durationMs: 1,
  };
}

/** A failure of a kind, as the engine throws it. */
export function failing(kind: string, message = `it was ${kind}`): OperationError {
  return new OperationError({ kind, message });
}

/** Lets everything that is ready go on. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Which of the accounts an operation is about, from 0 on. */
export function numberOf({ target }: TargetOperation): number {
  return Number(target.account.id) - 100_000_000_000;
}

/** Starts a run over that many accounts, in which everything works unless the options say otherwise. */
export function run(count: number, options: Partial<RunTargetsOptions>) {
  const events: RunEvent[] = [];
  return {
    events,
    summary: runTargets({
      runId: "run-1",
      fleet: "acme",
      action: "up",
      operations: accountIds(count).map(operationFor),
      deploy: async (operation) => outcomeOf(operation),
      onEvent: (event) => events.push(event),
      ...options,
    }),
  };
}
