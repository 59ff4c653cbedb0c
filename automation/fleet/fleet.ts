import * as path from "node:path";
import type { Drift } from "../drift/drift";
import { afterRepair } from "../drift/repaired";
import { InputError } from "../errors";
import type { FactStore } from "../journal/fact-store";
import type { TargetAction } from "../model";
import type { NameSearch } from "../plan/collisions";
import type { Plan } from "../plan/plan";
import type { PlanFile } from "../plan/plan-file";
import { findAccounts } from "../plan/preflight";
import type { RotationOptions } from "../rotate/read-wish";
import type { RunSummary } from "../run/run-summary";
import { wideSignal } from "../run/wide-signal";
import { watchFleet } from "../watch/watch-fleet";
import type { WatchOptions, WatchRound } from "../watch/watch-options";
import type { Coverage } from "./coverage";
import { driftFleet } from "./drift-fleet";
import { type AccountExplanation, explainOneOf } from "./explain-account";
import type {
  DriftOptions,
  FleetOptions,
  PlanOptions,
  PreviewOptions,
  ProveOptions,
  RunOptions,
} from "./fleet-options";
import { FleetPlace } from "./fleet-place";
import type { FleetInput, FleetSettings } from "./fleet-schema";
import { assertCaps, findCollisions } from "./guards";
import { enterHub } from "./hub-credentials";
import { completeFleet, loadFleet } from "./load-fleet";
import { planFleet } from "./plan-fleet";
import { PlanKeeper } from "./plan-keeper";
import { previewPlan, type TargetPreview, wouldChange } from "./preview-plan";
import { type FleetProof, proveFleet } from "./prove-fleet";
import { runAlone } from "./run-alone";
import { takeStock } from "./take-stock";

/**
 * A fleet of accounts and whom to let into them, to be embedded in a program. It prints, asks and exits nothing.
 *
 * @example
 * ```ts
 * const fleet = await Fleet.load("fleet.yaml");
 * const summary = await fleet.up({ onEvent: (event) => log(event) });
 * ```
 *
 * @example Settings from elsewhere, and a program of one's own around the grants.
 * ```ts
 * const fleet = Fleet.from(settings, {
 *   folder: "/var/lib/fleet",
 *   program: ({ target: { settings } }) => async () => {
 *     const provider = accountProvider(settings);
 *     new Role("audit", auditRole, { provider });
 *     return { ...giveAccess(settings, provider) };
 *   },
 * });
 * ```
 */
export class Fleet {
  private readonly place: FleetPlace;

  private constructor(
    readonly settings: FleetSettings,
    /** Absolute path of the folder that relative paths of its settings begin at, and that its journals lie in unless they say otherwise. */
    readonly folder: string,
    /** Absolute path of the fleet file; nothing when the settings came from elsewhere. */
    readonly file: string | undefined,
    private readonly options: FleetOptions,
  ) {
    this.place = new FleetPlace({ settings, folder, file, options });
    if (options.accounts && settings.accounts.list) {
      const message = "says which accounts there are, and so does the option accounts: leave out one of them";
      throw new InputError(this.place.subject, [{ path: "accounts.list", message }]);
    }
  }

  /**
   * Reads a fleet file; nothing else is asked yet.
   *
   * @throws InputError with every problem of the file, each with its path, line and column.
   */
  static async load(file: string, options: FleetOptions = {}): Promise<Fleet> {
    const loaded = await loadFleet(file);
    return new Fleet(loaded.settings, path.dirname(loaded.file), loaded.file, options);
  }

  /**
   * Makes a fleet from settings that have the shape of a fleet file; nothing else is asked yet.
   *
   * @param options `folder` takes the place of the fleet file's: the journals lie there, and relative paths begin there.
   * @throws InputError with every problem of the settings, each with its path.
   */
  static from(settings: FleetInput, { folder, ...options }: FleetOptions & { folder: string }): Fleet {
    return new Fleet(completeFleet(settings, folder), path.resolve(folder), undefined, options);
  }

  get name(): string {
    return this.settings.name;
  }

  /** Where the journals of the fleet's runs are kept: `state.journal`, else a folder beside the fleet file; see `listRuns` and `readJournal`. */
  get journals(): FactStore {
    return this.place.journals;
  }

  /**
   * What a run would do to which account. Changes nothing.
   *
   * @throws InputError with every problem: the hub, the vendor tokens, accounts and units that do not exist, none chosen.
   */
  async plan(action: TargetAction = "up", options: PlanOptions & RotationOptions = {}): Promise<Plan> {
    const signal = wideSignal(options.signal);
    return planFleet(action, {
      ...options,
      ...(signal ? { signal } : {}),
      settings: this.settings,
      fleetOptions: this.options,
      engine: this.place.engine,
      journals: this.journals,
      lookAround: (judge) => this.place.lookAround(judge, signal),
    });
  }

  /** A plan of this fleet as data without secrets, to be written down, shown to others and applied later: `up({ plan })`. */
  keep(plan: Plan): Promise<PlanFile> {
    return this.keeper().keep(plan);
  }

  /**
   * Reads a plan that was kept, if the fleet file and the world are as they were then. Changes nothing.
   *
   * @throws InputError when it was edited, is of another fleet, of another version or for another verb.
   * @throws RefusedError with everything that moved since.
   */
  openPlan(kept: PlanFile, action: TargetAction, options: Pick<PlanOptions, "signal"> = {}): Promise<Plan> {
    return this.keeper().open(kept, action, options);
  }

  /**
   * Refuses a plan that goes beyond the caps of the fleet file or of the options.
   *
   * @throws RefusedError saying what to do about it.
   */
  assertAllowed(plan: Plan, options: Pick<RunOptions, "maxTargets" | "maxDeletes"> = {}): void {
    assertCaps(plan, this.settings, options);
  }

  /**
   * Names that the grants would take in the accounts that are to be enrolled, and that something has there already: the run would fail at them
   * half way. Not looked for with a program of one's own, which need not make what the settings say. Changes nothing.
   */
  async findCollisions(plan: Plan, options: Pick<RunOptions, "concurrency" | "signal"> = {}): Promise<NameSearch> {
    return findCollisions(plan, this.place, options);
  }

  /** What each target's stack would change, as the Pulumi engine sees it. Changes nothing. */
  async preview(options: PreviewOptions = {}): Promise<TargetPreview[]> {
    const plan = await this.keeper().planFor(options.action ?? options.plan?.action ?? "up", options);
    const { concurrency = this.settings.rollout.concurrency } = options;
    const hub = await enterHub(this.settings.hub, options.signal);
    const previews = await previewPlan(plan, this.place.engine, {
      ...options,
      hub,
      tokens: this.place.tokens,
      concurrency,
    });
    await this.place.forgetProofs(previews.filter(wouldChange));
    return previews;
  }

  /**
   * Brings every target to what its settings say and proves who gets in. One account's failure does not stop the others.
   *
   * @throws InputError or RefusedError before anything is changed; a LeaseHeldError while another run works on the fleet.
   */
  async up(options: RunOptions = {}): Promise<RunSummary> {
    return this.run("up", options);
  }

  /**
   * Has the vendors mint other external ids, without a gap: both are accepted, the vendor is changed over and proven to get in with the
   * new one, then the one before is dropped and proven to be out. Interrupted anywhere, the next `rotate` or `up` finishes it.
   *
   * @throws InputError or RefusedError before anything is changed.
   */
  async rotate(options: RunOptions & RotationOptions = {}): Promise<RunSummary> {
    return this.run("rotate", options);
  }

  /**
   * Takes every grant away, on both sides, and looks whether it is gone. Accounts of the fleet's stacks are offboarded, those no longer
   * chosen too. With a grace period in the fleet file vendor accounts stay until it is over; a later `offboard` deletes them.
   *
   * @throws InputError or RefusedError before anything is changed.
   */
  async offboard(options: RunOptions = {}): Promise<RunSummary> {
    return this.run("offboard", options);
  }

  /**
   * The organization, the roles and the vendors' accounts side by side, as they are now.
   *
   * @throws InputError when the hub or a vendor cannot be asked.
   */
  async status(options: Pick<PlanOptions, "signal"> = {}): Promise<Coverage> {
    const signal = wideSignal(options.signal);
    const { settings, journals } = this;
    const lookAround = () => this.place.lookAround(() => [], signal);
    return takeStock({ settings, engine: this.place.engine, journals, lookAround, signal });
  }

  /**
   * Who gets in by every role that the fleet's stacks recorded, as it is now: asked of STS where there is an identity to ask with, else
   * read from the live trust policy. Changes nothing and waits for nothing.
   *
   * @throws InputError when the hub cannot be entered, or an account or a profile for proofs cannot be used.
   */
  async prove(options: ProveOptions = {}): Promise<FleetProof> {
    const { settings } = this;
    const { concurrency = settings.rollout.concurrency, ...rest } = options;
    const signal = wideSignal(options.signal) ?? new AbortController().signal;
    const place = await findAccounts(settings, signal, this.options);
    const proof = await proveFleet({
      ...rest,
      ...{ settings, subject: this.place.subject, place, engine: this.place.engine, concurrency, signal },
    });
    await this.place.forgetProofs(proof.accounts.filter(({ state }) => state !== "proven"));
    return proof;
  }

  /**
   * Compares every resource of every account's stack with AWS and the vendors, and says what somebody changed or deleted by hand.
   * Changes nothing, not even what the stacks record.
   *
   * @throws InputError when the hub or a vendor cannot be asked, or an account does not exist.
   */
  async drift(options: DriftOptions = {}): Promise<Drift> {
    return driftFleet(this.place, options);
  }

  /**
   * Puts right what `drift` found: brings these accounts to what the settings say, after comparing everything with the world.
   *
   * @param drift What was found. Nothing is done where that is nothing.
   * @throws InputError or RefusedError before anything is changed.
   */
  async repair(drift: Drift, options: Omit<RunOptions, "plan" | "only" | "refresh"> = {}): Promise<Drift> {
    const only = drift.accounts.filter(({ state }) => state === "drifted").map(({ accountId }) => accountId);
    if (only.length === 0) return drift;
    return afterRepair(drift, await this.run("up", { verb: "drift --repair", ...options, only, refresh: true }));
  }

  /**
   * Why an account is a target or is none, and from where in the fleet file each of its settings is. Changes nothing, and enters no account.
   *
   * @param account Its id or name.
   * @throws InputError when there is no such account, or the hub cannot be asked.
   */
  async explain(account: string, { signal }: Pick<PlanOptions, "signal"> = {}): Promise<AccountExplanation> {
    const { hub, known } = await findAccounts(this.settings, wideSignal(signal), this.options);
    return explainOneOf(known.accounts, account, { settings: this.settings, subject: this.place.subject, hub });
  }

  /**
   * Looks at the fleet again and again: brings up accounts that appear or change, offboards those that left if that is wanted, compares with
   * the world from time to time, and tells of failures once. Ends when the signal is aborted or the loop is left; what is in flight is finished.
   *
   * @example
   * ```ts
   * for await (const round of fleet.watch({ signal })) log(round.result, round.problems);
   * ```
   * @throws InputError before the first round, when the URL of the webhook cannot be read.
   */
  watch(options: WatchOptions = {}): AsyncGenerator<WatchRound, void, void> {
    const { settings, place } = this;
    const listStacks = () => this.place.engine.listStacks();
    return watchFleet({ fleet: this, listStacks, settings: settings.watch, tokens: place.tokens }, options);
  }

  private run(action: TargetAction, options: RunOptions & RotationOptions): Promise<RunSummary> {
    return runAlone(action, options, { place: this.place, keeper: this.keeper() });
  }

  private keeper(): PlanKeeper {
    const { settings, folder, options: fleetOptions } = this;
    return new PlanKeeper({ settings, folder, fleetOptions, plan: (action, options) => this.plan(action, options) });
  }
}
