import PQueue from "p-queue";
import type { TokenReader } from "../../providers";
import { failureOf } from "../engine/errors";
import type { StackEngine } from "../engine/stack-engine";
import { assertEntry } from "../fleet/assert-entry";
import type { Hub } from "../fleet/hub-credentials";
import type { LeftOut, Target, TargetProgress } from "../model";
import { type Amount, concurrencyOf } from "../plan/amount";
import { type AccountDrift, createDrift, type Drift } from "./drift";

/** The accounts to compare: those of the targets that have a stack. */
export interface AccountsToCompare {
  targets: readonly Target[];
  leftOut: readonly LeftOut[];
  /** Ids of the accounts that have a stack. */
  stacks: readonly string[];
}

/** How accounts are compared with their stacks. */
export interface LookForDriftOptions {
  fleet: string;
  engine: StackEngine;
  hub: Hub;
  /** Reads the vendor tokens. */
  tokens: TokenReader;
  concurrency: Amount;
  signal: AbortSignal;
  onProgress?(progress: TargetProgress): void;
}

/** Compares every resource of each account's stack with AWS and the vendors; one that cannot be compared does not keep the others from it. */
export async function lookForDrift(
  { targets, leftOut, stacks }: AccountsToCompare,
  options: LookForDriftOptions,
): Promise<Drift> {
  const withStack = new Set(stacks);
  const enrolled = targets.filter(({ account }) => withStack.has(account.id));
  const missing = targets.filter(({ account }) => !withStack.has(account.id));
  const notEnrolled = missing.map(({ account }) => ({ account, reason: "is not enrolled yet: it has no stack" }));
  const { startVendorGateway } = await import("../../providers/vendor-gateway/start-gateway.js");
  const gateway = await startVendorGateway({ tokens: options.tokens });
  const queue = new PQueue({ concurrency: concurrencyOf(options.concurrency, enrolled.length) });
  const look = (target: Target) => compare(target, gateway.port, options);
  try {
    const accounts = await Promise.all(
      enrolled.map((target) => queue.add(() => look(target), { throwOnTimeout: true })),
    );
    return createDrift(options.fleet, accounts, [...leftOut, ...notEnrolled]);
  } finally {
    await gateway.close();
  }
}

async function compare(
  target: Target,
  gatewayPort: number,
  { fleet, engine, hub, signal, onProgress }: LookForDriftOptions,
): Promise<AccountDrift> {
  const { id: accountId, name } = target.account;
  try {
    signal.throwIfAborted();
    onProgress?.({ accountId, message: "comparing with AWS and the vendors" });
    await assertEntry(target, hub, signal);
    const resources = await engine.drift({ fleet, action: "up", target }, { signal, gatewayPort });
    return { accountId, name, state: resources.length > 0 ? "drifted" : "in-step", resources };
  } catch (error) {
    return { accountId, name, state: "failed", resources: [], failure: failureOf(error) };
  }
}
