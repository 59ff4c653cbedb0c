import type { ProgramModule, StackProgram } from "../engine/program-module";
import type { StackEngine, StackEngineOptions } from "../engine/stack-engine";
import type { RunEvent, TargetAction, TargetProgress } from "../model";
import type { Amount } from "../plan/amount";
import type { Plan } from "../plan/plan";
import type { PlanFile } from "../plan/plan-file";
import type { Clock } from "../run/clock";
import type { Approve } from "../run/pass-gate";
import type { FindAccounts } from "./function-source";
import type { TargetPreview } from "./preview-plan";
import type { AccountProof } from "./prove-fleet";

/** Which accounts, how many at most, and how to stop. */
export interface PlanOptions {
  /** Ids or names of accounts: of the fleet's accounts only these. */
  only?: readonly string[];
  /**
   * True to leave no account alone, and to compare every resource with AWS and the vendors. Default: accounts are left alone for as long as
   * nothing that decides their result changes, up to `rollout.maxAge`; others are compared where something is known to have been changed by
   * hand.
   */
  refresh?: boolean;
  /** With `offboard`: false to delete vendor accounts now, without the grace period of the fleet file. Default: true. */
  grace?: boolean;
  /** When an earlier plan was made that is made again: accounts that were left alone in it still are. Default: now. */
  plannedAt?: Date;
  signal?: AbortSignal;
}

/** How a run goes, who is told, and how to stop it. */
export interface RunOptions extends PlanOptions {
  /**
   * The plan to work through, as a person saw it; one that was kept (`Fleet.keep`) is refused when anything that decides it has moved since, and
   * what it was made with (`only`, `refresh` and the like) holds. Default: one made now.
   */
  plan?: Plan | PlanFile;
  /** A number, or a share of the accounts such as `10%`. Default: `rollout.concurrency` of the fleet file. */
  concurrency?: Amount;
  /** Failures the run bears: a number, or a share of each wave. Default: `rollout.tolerance` of the fleet file. */
  tolerance?: Amount;
  /** Says whether the run goes on where a gate between two waves asks for approval. Without it such a run is refused. */
  approve?: Approve;
  /** The time that soaks, gates and retries go by. Default: that of this machine. */
  clock?: Clock;
  /**
   * How many forked processes the accounts are worked on in, each on one at a time: a program that ends or blocks its process takes no other
   * account along. Previews and drift change nothing and stay in this process, as do the calls of vendors and what is told to OpenTelemetry.
   * Default: `rollout.workers` of the fleet file, else none, and all are worked on in this process.
   */
  workers?: number;
  /** Default: `rollout.maxTargets` of the fleet file. */
  maxTargets?: number;
  /** Default: `rollout.maxDeletes` of the fleet file. */
  maxDeletes?: number;
  /**
   * False to leave the accounts that are to be enrolled unsearched for roles, policies and the like of the names that are to be made there.
   * Default: true.
   */
  nameCheck?: boolean;
  /** Told the plan before the guards judge it; what it throws ends the run before anything is changed. */
  onPlan?(plan: Plan): void;
  /**
   * Says whether to go on with the plan, after the guards let it pass. The run holds the lease meanwhile: what was seen is what is done, and other
   * runs on the fleet are refused until there is an answer. Default: yes.
   */
  confirm?(plan: Plan): boolean | Promise<boolean>;
  /** What others are told that the run does, while they have to wait for it. Default: its action, such as `up`. */
  verb?: string;
  /** When aborted, what is in flight is asked to stop too; `signal` only keeps the rest from being started. */
  stopNow?: AbortSignal;
  /** Told every fact of the run, as it is written to the journal. */
  onEvent?(event: RunEvent): void;
  /** Told what a target is at. */
  onProgress?(progress: TargetProgress): void;
}

/** What is previewed, and who is told. */
export interface PreviewOptions extends RunOptions {
  /** Default: that of the plan, else `up`. */
  action?: TargetAction;
  /** Told what came of each account as soon as it is known. */
  onAccount?(preview: TargetPreview): void;
}

/** Which accounts are compared with their stacks, and how. */
export interface DriftOptions extends PlanOptions {
  /** Default: `rollout.concurrency` of the fleet file. */
  concurrency?: Amount;
  /** Told what an account is at. */
  onProgress?(progress: TargetProgress): void;
}

/** What is proven, and who is told. */
export interface ProveOptions extends PlanOptions {
  /** Default: `rollout.concurrency` of the fleet file. */
  concurrency?: Amount;
  /** Told what came of each account as soon as it is known. */
  onAccount?(account: AccountProof): void;
}

/** How a fleet is embedded in a program; everything has a default. */
export interface FleetOptions {
  /**
   * Variables for the Pulumi CLI and its plugins, on top of the environment of this process. The AWS credentials of the hub and the
   * vendor tokens are read from the environment of this process.
   */
  env?: Record<string, string>;
  /**
   * The program of every account, or the module that has it, as workers need it. Default: all grants of its settings (`accountProgram`). What its output `grants` names is proven;
   * what it declares besides is taken away by offboarding too.
   */
  program?: StackProgram | ProgramModule;
  /**
   * Names what the program does; give it another value whenever the program changes. Without it no account that a program of one's own is for is
   * ever left alone, as nothing tells whether the program is still the same.
   */
  programVersion?: string;
  /**
   * Finds all accounts there are, in place of AWS Organizations or `accounts.list`; `include`, `intersect`, `exclude` and the overrides choose
   * among them. Called once whenever the accounts are looked at.
   */
  accounts?: FindAccounts;
  /** Makes the engine from what the fleet would make it from. Default: `createStackEngine`. */
  engine?(options: StackEngineOptions): StackEngine;
}
