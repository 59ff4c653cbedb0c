import type { TokenReader, VendorGateway } from "../../providers";
import { deployHealing } from "../drift/deploy-healing";
import { OperationError } from "../engine/errors";
import type { EngineOperationOptions, StackEngine } from "../engine/stack-engine";
import type { FactStore } from "../journal/fact-store";
import { newRunId, openJournal } from "../journal/journal-store";
import type { ProvenAccounts } from "../journal/proven-accounts";
import type { RoleProof, RunEvent, Target, TargetOperation, TargetOutcome, TargetProgress } from "../model";
import { closingOf, givenBefore } from "../offboard/closing";
import { deleteVendorSide } from "../offboard/delete-vendor-side";
import { describeGoneRole, explainShut, findEntry } from "../offboard/find-entry";
import { describeClosing } from "../offboard/grace";
import { vendorOf } from "../parties/parties";
import type { PartyName } from "../parties/party";
import type { Amount } from "../plan/amount";
import { type Plan, prerequisitesOf } from "../plan/plan";
import { wavesOf } from "../plan/plan-waves";
import { splitPlan } from "../plan/split-plan";
import { assertConnected } from "../prove/assert-connected";
import type { ProofIdentities } from "../prove/proof-identities";
import { proveClosed, proveGone } from "../prove/prove-gone";
import { proveRoles } from "../prove/prove-roles";
import { findTraces, type GrantTraces, recallTraces } from "../prove/traces";
import { deploySettled } from "../rotate/deploy-settled";
import { addChanges, type RunSummary } from "../run/run-summary";
import { type RunTargetsOptions, runTargets } from "../run/run-targets";
import type { OperationContext } from "../run/work-on-target";
import { RunTelemetry } from "../telemetry/run-telemetry";
import { assertEntry } from "./assert-entry";
import { deleteHalfMade } from "./half-made";
import type { Hub } from "./hub-credentials";
import { findUnfinished } from "./last-runs";
import { createMadeFinder } from "./made-finder";
import { ProofMemory } from "./proof-memory";
import { VendorDepartures } from "./vendor-departures";

/** What a run needs besides its plan. */
export interface RunPlanOptions
  extends Pick<RunTargetsOptions, "tolerance" | "toleranceMode" | "retry" | "approve" | "clock" | "folder"> {
  engine: StackEngine;
  hub: Hub;
  identities: ProofIdentities;
  /** Reads the vendor tokens. */
  tokens: TokenReader;
  journals: FactStore;
  /** What is known of accounts since their last proof. */
  proven: ProvenAccounts;
  /** Sums up what decides the result of a target; nothing where that cannot be told. */
  fingerprint?: ((target: Target) => string) | undefined;
  concurrency: Amount;
  /** True to compare every resource with the world. Default: only where something is known to have been changed by hand. */
  refresh?: boolean;
  signal?: AbortSignal;
  stopNow?: AbortSignal;
  onEvent?(event: RunEvent): void;
  onProgress?(progress: TargetProgress): void;
}

/** Works through a plan: every target through the engine, with one vendor gateway for all, each proven afterwards. */
export async function runPlan(plan: Plan, options: RunPlanOptions): Promise<RunSummary> {
  const { engine, hub, identities, tokens, journals, proven, fingerprint, refresh = false, ...rest } = options;
  const unfinished = await findUnfinished(journals);
  const runId = newRunId();
  const journal = await openJournal(journals, runId);
  const work = new PlanWork(plan, { engine, hub, identities, tokens, refresh, unfinished });
  const memory = new ProofMemory({ runId, proven, fingerprint });
  const telemetry = new RunTelemetry();
  const { worked, unchanged } = splitPlan(plan, refresh);
  try {
    if (worked.length > 0) await work.open(telemetry);
    return await runTargets({
      ...rest,
      runId,
      fleet: plan.fleet,
      action: plan.action,
      operations: worked.map(({ target }) => ({ fleet: plan.fleet, action: plan.action, target })),
      unchanged,
      prerequisites: prerequisitesOf(plan),
      waves: wavesOf(plan, refresh),
      leftOut: plan.leftOut,
      deploy: (operation, context) =>
        telemetry.step(operation.target.account.id, "operation", () =>
          memory.deploy(operation, () => work.deploy(operation, context)),
        ),
      prove: (operation, outcome, context) =>
        telemetry.step(operation.target.account.id, "proof", () =>
          memory.prove(operation, outcome, () => work.prove(operation, outcome, context)),
        ),
      journal,
      onEvent: (event) => {
        telemetry.onEvent(event);
        options.onEvent?.(event);
      },
    });
  } finally {
    await Promise.all([journal.close(), work.close(), proven.fold()]);
  }
}

class PlanWork {
  private gateway: VendorGateway | undefined;
  private readonly traces = new Map<string, GrantTraces[]>();
  /** Accounts that are only closed for now. */
  private readonly closes: ReadonlySet<string>;
  /** Accounts whose roles were gone before, and how that came. */
  private readonly gone = new Map<string, string>();
  /** External ids that this run dropped, by role. */
  private readonly dropped = new Map<string, readonly string[]>();
  private readonly departures: VendorDepartures;
  private readonly engine: StackEngine;
  private readonly hub: Hub;
  private readonly identities: ProofIdentities;
  private readonly tokens: TokenReader;
  private readonly refresh: boolean;
  private readonly lost: ReadonlyMap<string, readonly string[]>;
  private readonly unfinished: ReadonlySet<string>;

  constructor(
    private readonly plan: Plan,
    options: Pick<RunPlanOptions, "engine" | "hub" | "identities" | "tokens" | "refresh"> & {
      unfinished: ReadonlySet<string>;
    },
  ) {
    const { engine, hub, identities, tokens, refresh = false, unfinished } = options;
    this.refresh = refresh;
    this.unfinished = unfinished;
    this.lost = new Map(plan.items.map(({ target, lost }) => [target.account.id, lost ?? []]));
    this.closes = new Set(plan.items.flatMap(({ action, target }) => (action === "close" ? [target.account.id] : [])));
    this.engine = engine;
    this.hub = hub;
    this.identities = identities;
    this.tokens = tokens;
    const targets = new Map(plan.items.map(({ target }) => [target.account.id, target]));
    this.departures = new VendorDepartures((party, accountId) => retainsVendorAccount(targets.get(accountId), party));
  }

  async open(telemetry: RunTelemetry): Promise<void> {
    const { departures, tokens, unfinished } = this;
    const { startVendorGateway } = await import("../../providers/vendor-gateway/start-gateway.js");
    this.gateway = await startVendorGateway({
      tokens,
      within: (stack, work) => telemetry.within(stack, work),
      mayHaveBegun: (awsAccountId) => unfinished.has(awsAccountId),
      ...(this.plan.action === "offboard"
        ? { createHandler: (kind, options) => departures.createHandler(kind, options) }
        : {}),
    });
  }

  async close(): Promise<void> {
    await this.gateway?.close();
  }

  async deploy(operation: TargetOperation, context: OperationContext): Promise<TargetOutcome> {
    const { target, action } = operation;
    const { gateway, engine, hub } = this;
    const isUnfinished = this.unfinished.has(target.account.id);
    const finder = createMadeFinder(target, hub);
    const options = { ...context, finder, ...(gateway ? { gatewayPort: gateway.port } : {}) };
    if (action === "offboard") return this.offboard(operation, options, context);
    await assertEntry(target, hub, context.signal);
    const refresh = this.refresh || isUnfinished;
    const lost = this.lost.get(target.account.id) ?? [];
    const up = () =>
      deployHealing(operation, {
        ...{ engine, hub, refresh, lost, signal: context.signal },
        operation: options,
      });
    return this.deploySettled(up, operation, context);
  }

  private async offboard(
    operation: TargetOperation,
    options: EngineOperationOptions,
    context: OperationContext,
  ): Promise<TargetOutcome> {
    const { target } = operation;
    const { engine, hub } = this;
    const accountId = target.account.id;
    const closes = this.closes.has(accountId);
    context.onProgress({ accountId, message: "looking at what there is" });
    // What a killed run left is not told from what is to stay.
    const halfMade = closes ? [] : await deleteHalfMade(target, this.tokens, this.unfinished.has(accountId));
    for (const [party, deleted] of halfMade) this.departures.note(party, accountId, deleted);
    const [closed, recorded] = await Promise.all([engine.closedOf(accountId), engine.outcomeOf(accountId)]);
    const given = { ...recorded, grants: [...recorded.grants, ...(closed ? givenBefore(closed) : [])] };
    if (closed?.complete && !closes) {
      this.traces.set(accountId, recallTraces(target, hub.partition, given));
      this.gone.set(accountId, `taken away when the account was ${describeClosing(closed)}`);
      return engine.run(operation, options);
    }
    const entry = await findEntry(target, () => assertEntry(target, hub, context.signal));
    if (entry.state === "open") {
      const traces = await findTraces(target, hub, given, context.signal);
      this.traces.set(accountId, closes ? traces.map((trace) => ({ ...trace, retained: true })) : traces);
      return engine.run(closes ? { ...operation, closing: await closingOf(target, engine) } : operation, options);
    }
    // To end the access from the vendors' side is to delete what is to stay.
    if (closes && entry.state === "shut") throw explainShut(entry.error, accountId, 0);
    const startedAt = Date.now();
    const deleted = await this.deleteVendorSide(accountId, context);
    if (entry.state === "shut") throw explainShut(entry.error, accountId, deleted);
    this.traces.set(accountId, recallTraces(target, hub.partition, given));
    this.gone.set(accountId, describeGoneRole(entry.why));
    await engine.forget(accountId);
    const changes = addChanges([]);
    return { accountId, changes: { ...changes, delete: deleted }, grants: [], durationMs: Date.now() - startedAt };
  }

  private async deleteVendorSide(accountId: string, { onProgress }: OperationContext): Promise<number> {
    const recorded = await this.engine.vendorResourcesOf(accountId);
    onProgress({ accountId, message: "cannot be entered: cleaning up at the vendors" });
    return deleteVendorSide(recorded, (kind) => this.departures.createHandler(kind, { tokens: this.tokens }));
  }

  private async deploySettled(
    up: () => Promise<TargetOutcome>,
    operation: TargetOperation,
    context: OperationContext,
  ): Promise<TargetOutcome> {
    const accountId = operation.target.account.id;
    const { outcome, dropped } = await deploySettled({
      up,
      prove: (given) => {
        context.onProgress({ accountId, message: "proving that the new external id opens the role" });
        return this.proveRoles(operation.target, given, context.signal);
      },
    });
    for (const [roleArn, values] of dropped) this.dropped.set(roleArn, values);
    return outcome;
  }

  private proveRoles(target: Target, given: TargetOutcome, signal: AbortSignal): Promise<RoleProof[]> {
    const { hub, identities, dropped } = this;
    const droppedExternalIds = (roleArn: string): readonly string[] => dropped.get(roleArn) ?? [];
    return proveRoles(given, { target, hub, identities, droppedExternalIds, signal });
  }

  async prove(operation: TargetOperation, outcome: TargetOutcome, context: OperationContext): Promise<RoleProof[]> {
    const { target, action } = operation;
    const accountId = target.account.id;
    context.onProgress({
      accountId,
      message: action === "offboard" ? "making sure nothing is left" : "proving who gets in",
    });
    try {
      if (action !== "offboard") {
        await assertConnected(target, outcome, { tokens: this.tokens, signal: context.signal });
        return await this.proveRoles(target, outcome, context.signal);
      }
      const { hub, identities, tokens, departures } = this;
      const deletedVendorAccounts = (party: PartyName) => departures.deletedOf(party, accountId);
      const gone = this.gone.get(accountId);
      const traces = this.traces.get(accountId) ?? [];
      const { signal } = context;
      if (gone !== undefined) return await proveClosed(traces, gone, { target, tokens, deletedVendorAccounts, signal });
      const options = { target, hub, identities, tokens, deletedVendorAccounts, signal };
      return await proveGone(traces, options);
    } catch (error) {
      if (error instanceof OperationError || (error instanceof Error && error.name === "AbortError")) throw error;
      throw unproven(error);
    }
  }
}

/** An account the plan does not name is none of ours to delete anything of. */
function retainsVendorAccount(target: Target | undefined, party: PartyName): boolean {
  return (target && vendorOf(party).retains(target.settings.grants)) ?? true;
}

function unproven(error: unknown): OperationError {
  const message = error instanceof Error ? error.message : String(error);
  const instruction = "What was done stays; run the same again to have it proven.";
  return new OperationError({ kind: "proof", message, instruction }, { cause: error });
}
