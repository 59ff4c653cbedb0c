import type { AccountSettings } from "../components/account-settings";
import type { GrantOutcome, RoleOutcome } from "../components/grant-outcome";
import type { ManagingOutcome } from "../components/managing-outcome";

export type { GrantOutcome, ManagingOutcome, RoleOutcome };

/** What a run does to the stack of one account; `rotate` is an `up` that replaces external ids. */
export type TargetAction = "up" | "rotate" | "offboard";

/** An account of the organization (or of a list) as discovery found it. */
export interface Account {
  id: string;
  name: string;
  /** Organizational unit names from the root down, for example `/Workloads/Prod`; `/` for the root itself. */
  ouPath: string;
  state: "ACTIVE" | "SUSPENDED" | "PENDING_CLOSURE" | "PENDING_ACTIVATION" | "CLOSED";
  management: boolean;
  /** Its tags; absent where nothing of the fleet asks for tags of this account. */
  tags?: Record<string, string>;
}

/** An account chosen for this run, with its settings resolved. Serializable. */
export interface Target {
  account: Account;
  settings: AccountSettings;
}

/** An account that is not part of the run, and why. */
export interface LeftOut {
  account: Account;
  reason: string;
}

/** One target's operation as plain data: it can run in this process, in a worker or on another machine. */
export interface TargetOperation {
  /** The fleet's name: the Pulumi project. The stack is the account id. */
  fleet: string;
  action: TargetAction;
  target: Target;
  /** With `offboard`: the access is taken away, and what is named here stays for now. Default: everything goes. */
  closing?: Closing;
}

/** What stays of an account when its access is taken away, until the grace period is over. */
export interface Closing {
  /** When it is closed, ISO 8601. */
  closedAt: string;
  /** The vendor accounts that stay: the kind of the vendor resource and the vendor's id. */
  keep: { kind: string; id: string }[];
  /** The roles that were there, to be told of when the rest goes. */
  roles: ClosedRole[];
}

/** A role that was taken away when an account was closed. */
export interface ClosedRole {
  party: string;
  roleArn: string;
}

/** An account whose access is taken away while its vendor accounts stay, as its stack records it. */
export interface ClosedAccount extends Closing {
  /** False when it was interrupted: then something else than the vendor accounts may be left. */
  complete: boolean;
}

/** How many resources an operation created, updated, replaced, deleted or left as they were. */
export interface ChangeCounts {
  create: number;
  update: number;
  replace: number;
  delete: number;
  same: number;
}

/** An IAM role as a stack records it. */
export interface RecordedRole {
  arn: string;
  /** The trust policy document. */
  trust: string;
  /** True when the operation that tells of it found nothing to do to it. */
  kept: boolean;
}

/** A property of a resource that is not as its stack records it; a value that is not there is absent, one that is no text is JSON. */
export interface DriftedProperty {
  name: string;
  recorded?: string;
  live?: string;
}

/** A resource that somebody changed or deleted past the fleet, in AWS or at a vendor. */
export interface DriftedResource {
  /** As the program calls it: the last word of its type and its name, for example `Role access-spot-role-role`. */
  resource: string;
  /** Its type token, for example `aws:iam/role:Role`. */
  type: string;
  /** The id AWS or the vendor knows it by. */
  id: string;
  change: "changed" | "gone";
  properties: DriftedProperty[];
}

/** A property that an operation would set; a value that is not there is absent, a secret one is `[secret]`. */
export interface PlannedProperty {
  name: string;
  before?: unknown;
  after?: unknown;
}

/** What an operation would do to one resource. */
export interface PlannedChange {
  /** As the program calls it: the last word of its type and its name, for example `Role access-spot-role-role`. */
  resource: string;
  /** Its type token, for example `aws:iam/role:Role`. */
  type: string;
  change: "create" | "update" | "replace" | "delete";
  /** Of a creation all that is set, of a change what changes, of a deletion none. */
  properties: PlannedProperty[];
}

/** What an operation would do. */
export interface OperationPreview {
  changes: ChangeCounts;
  /** Each resource that would not stay as it is, components and providers aside. */
  resources: PlannedChange[];
}

/** What the program of one account gave. */
export interface AccountOutcome {
  grants: GrantOutcome[];
  /** What parties have in the account to reach all others; only where there is something. */
  managing?: ManagingOutcome[];
}

/** What became of one target. */
export interface TargetOutcome extends AccountOutcome {
  accountId: string;
  changes: ChangeCounts;
  durationMs: number;
  /** The roles of its stack; not in the journal. */
  roles?: RecordedRole[];
  /** What had been changed or deleted by hand and is put right, in words. */
  healed?: string[];
}

/**
 * Whose request one proof case plays: the right party, or somebody or something wrong about it (`wrong-principal` is somebody of the
 * right account who was not named, where single roles or users were). After offboarding, what
 * was looked for: the role, its policies, the vendor account; `in` means it is still there, `out` that it is gone.
 */
export type ProofCase =
  | "right-party"
  | "wrong-principal"
  | "wrong-external-id"
  | "previous-external-id"
  | "no-external-id"
  | "wrong-account"
  | "no-mfa"
  | "role-gone"
  | "policies-gone"
  | "vendor-account-gone";

/** Evidence for one question: does this role open for this request? */
export interface ProofResult {
  case: ProofCase;
  expected: "in" | "out";
  actual: "in" | "out";
  /**
   * `sts`: AssumeRole was really called; `evaluated`: decided from the live trust policy, as we hold no such identity;
   * `looked-up`: searched for with the service that would have it; `recorded`: not looked for, as the account it was in is gone.
   */
  method: "sts" | "evaluated" | "looked-up" | "recorded";
  detail: string;
}

/** All proof cases of one managed role. */
export interface RoleProof {
  accountId: string;
  party: string;
  roleArn: string;
  results: ProofResult[];
  proven: boolean;
}

/** When, in which run and for which roles it was proven last who gets in. */
export interface LastProof {
  /** ISO 8601. */
  provenAt: string;
  provenIn: string;
  roleArns: string[];
}

/** An account that a run leaves alone, as everything that decides its result is as it was when it was proven. */
export interface UnchangedAccount extends LastProof {
  id: string;
  name: string;
}

/** A failure told to a person: what happened, and what to do. */
export interface Failure {
  /**
   * Error class, stable, for grouping: `vendor`, `aws`, `plugin`, `program`, `crash`, `locked`, `state`, `cancelled`,
   * `timeout`, `proof`, `artefact`, `unknown`. A `crash` may come from a neighbour in the same process and is worth a second try.
   */
  kind: string;
  message: string;
  instruction?: string;
}

/** A file by which a party's tool is configured, and what a run did to it. */
export interface ArtefactOutcome {
  /** From the folder of the fleet on, or absolute where it is not in there; of a whole folder when nothing in it could be written. */
  path: string;
  state: "written" | "unchanged" | "deleted" | "failed";
  failure?: Failure;
}

/** A wave of a run: its name, such as `canary` or `wave 1`, and its accounts. */
export interface RunWave {
  name: string;
  accountIds: string[];
}

/** A fact of a run, appended to the journal as it happens. `at` is ISO 8601. */
export type RunEvent =
  | {
      type: "run-started";
      at: string;
      runId: string;
      fleet: string;
      action: TargetAction;
      targets: { id: string; name: string }[];
      leftOut: { id: string; name: string; reason: string }[];
      /** Accounts that are left alone; absent where there are none. */
      unchanged?: UnchangedAccount[];
      /** Its waves in their order; absent where all accounts go together. */
      waves?: RunWave[];
    }
  | { type: "wave-started"; at: string; wave: string }
  /** After `wave`, before the next one; `for` says in words what for, `until` when it ends where that is known. */
  | { type: "wave-waits"; at: string; wave: string; for: string; until?: string }
  /** Nothing more is started, as the run is not to go on; the reason goes on after "not started: ". */
  | { type: "run-stopped"; at: string; reason: string }
  /** An attempt failed with an error that may pass; the next one begins at `againAt` or later. */
  | { type: "target-retried"; at: string; accountId: string; attempt: number; failure: Failure; againAt: string }
  | { type: "target-started"; at: string; accountId: string; attempt: number }
  | { type: "target-done"; at: string; accountId: string; outcome: TargetOutcome }
  | { type: "target-proved"; at: string; accountId: string; proofs: RoleProof[] }
  | { type: "target-failed"; at: string; accountId: string; failure: Failure }
  | { type: "target-not-started"; at: string; accountId: string; reason: string }
  | { type: "run-ended"; at: string; result: "done" | "failed" | "cancelled" };

/** A step of one target worth showing while it runs; not a fact for the journal. */
export interface TargetProgress {
  accountId: string;
  message: string;
}
