import { tmpdir } from "node:os";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { InputProblem } from "../errors";
import type {
  AccountOutcome,
  ClosedAccount,
  DriftedResource,
  GrantOutcome,
  OperationPreview,
  RecordedRole,
  TargetOperation,
  TargetOutcome,
  TargetProgress,
} from "../model";
import type { AskStackOptions } from "./ask-stack";
import { checkPassphrase } from "./check-passphrase";
import { attachGateway, cliEnvironment, passphraseProvider } from "./cli-environment";
import { explainFailure, OperationError } from "./errors";
import { absoluteBackend, FileBackend } from "./file-backend";
import type { MadeFinder } from "./interrupted-creates";
import { locatePulumi, type PulumiInstallation } from "./locate-pulumi";
import { outcomeFrom } from "./outcome-from";
import { loadProgram, type ProgramModule, type StackProgram } from "./program-module";
import { createPulumiRunner, type PulumiRunner } from "./pulumi-process";
import { findClosed } from "./recorded-closing";
import { readRecordedOutcome } from "./recorded-outcome";
import { listRecordedRoles } from "./recorded-roles";
import {
  forgetStack,
  type RecordedVendorResource,
  readStoredResources,
  readVendorResources,
} from "./recorded-vendor-resources";
import type { StackResult } from "./stack-operation";
import type { StackPlace, StackVerb } from "./stack-verbs";

/** Where the stacks of a fleet are kept and how operations on them are run. */
export interface StackEngineOptions {
  /** The fleet's name: the Pulumi project of its stacks. */
  fleet: string;
  /** URL of the Pulumi backend, for example `file://./state`, `s3://bucket`, `postgres://…` or that of a Pulumi Cloud. */
  backend: string;
  /** How secrets in the state are kept: `passphrase` (the default) or the URL of a key, for example `awskms://alias/fleet?region=…`. */
  secrets?: string;
  /** Variables for the CLI and its plugins, on top of the environment of this process as it is now. */
  env?: Record<string, string>;
  /** Folder for what an operation needs while it runs. Default: that of the system for temporary files. */
  workDir?: string;
  /** The program of every target, or the module that has it. Default: all grants of its settings. */
  program?: StackProgram | ProgramModule;
  /** The CLI to use. Default: found at the first operation, see `locatePulumi`. */
  pulumi?: PulumiInstallation;
  /** How long one operation may take, in milliseconds. Default: 900,000. */
  timeoutMs?: number;
  /** How long to wait for another process of this machine to give a stack's lock back, in milliseconds. Default: 15,000. */
  lockWaitMs?: number;
  /** How long the CLI may take to end once it was asked to stop, in milliseconds; then it is killed. Default: 120,000. */
  graceMs?: number;
  /** Told of each process of the CLI that works on a stack, when it starts and when it has ended; it leads a group of its own. */
  onProcess?(pid: number, isRunning: boolean): void;
}

/** What one operation gets along. */
export interface EngineOperationOptions {
  /** When aborted, the operation ends in order: what is in flight is finished and recorded. */
  signal?: AbortSignal;
  onProgress?(progress: TargetProgress): void;
  /**
   * True to compare every resource with the world first, so that what somebody changed or deleted by hand is put right.
   * Default: false, as it costs a request a resource.
   */
  refresh?: boolean;
  /** Finds what interrupted creations made after all, in the account. Without it they are simply begun again. */
  finder?: MadeFinder;
  /** Port of the vendor gateway; without it the CLI starts the stock dynamic provider for vendor resources. */
  gatewayPort?: number;
}

/** Runs operations on the stacks of a fleet: one stack an account, one process of the Pulumi CLI an operation. */
export interface StackEngine {
  /**
   * Brings the account to what its settings say, or takes everything away and removes the stack; with `closing`, everything but
   * the vendor accounts it names.
   *
   * @throws OperationError that tells a person what failed; what was done until then is recorded, run it again.
   */
  run(operation: TargetOperation, options?: EngineOperationOptions): Promise<TargetOutcome>;
  /** What `run` would change; nothing is changed, and no stack is made. Throws as `run` does. */
  preview(operation: TargetOperation, options?: EngineOperationOptions): Promise<OperationPreview>;
  /**
   * What is different in AWS and at the vendor from what the account's stack records; nothing where there is no stack. Changes nothing,
   * the stack's record neither. Throws as `run` does.
   */
  drift(operation: TargetOperation, options?: EngineOperationOptions): Promise<DriftedResource[]>;
  /**
   * The IAM roles the account's stack records, read without a process of the CLI; nothing where that is not possible, as away from
   * a `file://` backend.
   */
  rolesOf(accountId: string): Promise<RecordedRole[] | undefined>;
  /** Whether the account has a stack. Ask `listStacks` about many: away from a `file://` backend each question is a process. */
  exists(fleet: string, accountId: string): Promise<boolean>;
  /** Accounts that have a stack in this fleet, sorted. */
  listStacks(): Promise<string[]>;
  /**
   * What the last `up` of an account gave, as its stack recorded it; nothing for an account without a stack. The program is not run.
   *
   * @throws OperationError when the state cannot be read.
   */
  outcomeOf(accountId: string): Promise<AccountOutcome>;
  /** The grants among what `outcomeOf` reads. Throws as it does. */
  grantsOf(accountId: string): Promise<GrantOutcome[]>;
  /**
   * Whether the state's secrets can be opened, as one of the stacks of these accounts tells; a wrong passphrase is then known before
   * anything starts. Answers with no problem where that does not show, such as with a key.
   *
   * @throws OperationError when the state cannot be read.
   */
  checkSecrets(accountIds: readonly string[]): Promise<InputProblem[]>;
  /** What an account's stack records at the vendors, those made first in front; nothing without a stack. Throws as `outcomeOf` does. */
  vendorResourcesOf(accountId: string): Promise<RecordedVendorResource[]>;
  /** Whether and when an account was closed, as its stack records it; nothing for one that is not, or has no stack. Throws as `outcomeOf` does. */
  closedOf(accountId: string): Promise<ClosedAccount | undefined>;
  /**
   * Removes an account's stack and leaves alone all it records: for an account that is gone with everything in it.
   *
   * @throws OperationError that tells a person what failed.
   */
  forget(accountId: string): Promise<void>;
}

/**
 * Makes an engine for one fleet. Nothing is started before the first operation.
 *
 * @throws InputError when the passphrase for the state's secrets is missing.
 */
export function createStackEngine(options: StackEngineOptions): StackEngine {
  return new CliStackEngine(options);
}

// What needs the Pulumi SDK is loaded by the first operation: reading it takes longer than to plan a thousand accounts.
class CliStackEngine implements StackEngine {
  private readonly backend: string;
  private readonly files: FileBackend | undefined;
  private readonly env: NodeJS.ProcessEnv;
  private runner: Promise<PulumiRunner> | undefined;

  constructor(private readonly options: StackEngineOptions) {
    this.backend = absoluteBackend(options.backend);
    this.files = FileBackend.at(this.backend);
    this.env = cliEnvironment(this.backend, options.secrets ?? passphraseProvider, options.env ?? {});
  }

  async run(operation: TargetOperation, options: EngineOperationOptions = {}): Promise<TargetOutcome> {
    const startedAt = Date.now();
    const { captureOutputs } = await import("./captured-program.js");
    const { program, outputs } = captureOutputs(await this.programOf(operation));
    const { changes, roles } = takesAllAway(operation)
      ? await this.execute(operation, "destroy", options)
      : await this.execute(operation, "up", options, program);
    const accountId = operation.target.account.id;
    return { accountId, changes, ...outcomeFrom(outputs), roles, durationMs: Date.now() - startedAt };
  }

  async preview(operation: TargetOperation, options: EngineOperationOptions = {}): Promise<OperationPreview> {
    const { changes, planned } = takesAllAway(operation)
      ? await this.execute(operation, "preview-destroy", options)
      : await this.execute(operation, "preview", options, await this.programOf(operation));
    return { changes, resources: planned };
  }

  async drift(operation: TargetOperation, options: EngineOperationOptions = {}): Promise<DriftedResource[]> {
    const { drift } = await this.execute(operation, "look", options);
    return drift;
  }

  async rolesOf(accountId: string): Promise<RecordedRole[] | undefined> {
    const state = await this.files?.readState(this.options.fleet, accountId);
    return state && listRecordedRoles(state.checkpoint.latest?.resources ?? []);
  }

  async exists(fleet: string, accountId: string): Promise<boolean> {
    if (this.files) return this.files.exists(fleet, accountId);
    return (await this.askForStacks(fleet)).includes(accountId);
  }

  async listStacks(): Promise<string[]> {
    if (this.files) return this.files.listStacks(this.options.fleet);
    return this.askForStacks(this.options.fleet);
  }

  async outcomeOf(accountId: string): Promise<AccountOutcome> {
    return readRecordedOutcome(this.askOptions(accountId)).catch(rethrowExplained);
  }

  async grantsOf(accountId: string): Promise<GrantOutcome[]> {
    return (await this.outcomeOf(accountId)).grants;
  }

  async checkSecrets(accountIds: readonly string[]): Promise<InputProblem[]> {
    if ((this.options.secrets ?? passphraseProvider) !== passphraseProvider) return [];
    // Away from the file system each answer is a process, and the first stack tells.
    const asked = this.files ? accountIds : accountIds.slice(0, 1);
    for (const accountId of asked) {
      const state = { ...this.askOptions(accountId), env: this.env };
      const checked = await checkPassphrase(state).catch(rethrowExplained);
      if (checked) return checked.fits ? [] : [checked.problem];
    }
    return [];
  }

  async vendorResourcesOf(accountId: string): Promise<RecordedVendorResource[]> {
    return readVendorResources(this.askOptions(accountId)).catch(rethrowExplained);
  }

  async closedOf(accountId: string): Promise<ClosedAccount | undefined> {
    return readStoredResources(this.askOptions(accountId)).then(findClosed).catch(rethrowExplained);
  }

  async forget(accountId: string): Promise<void> {
    return forgetStack(this.askOptions(accountId)).catch(rethrowExplained);
  }

  private askOptions(accountId: string): AskStackOptions {
    const { workDir, fleet } = this.options;
    const place = this.placeOf(fleet, accountId);
    return { place, startRunner: () => this.startRunner(), ...(workDir ? { workDir } : {}) };
  }

  private placeOf(project: string, stackName: string): StackPlace {
    const { secrets = passphraseProvider } = this.options;
    return { project, stackName, files: this.files, secrets };
  }

  private async execute(
    { fleet, target }: TargetOperation,
    verb: StackVerb,
    options: EngineOperationOptions,
    program: PulumiFn = async () => {},
  ): Promise<StackResult> {
    const { workDir, timeoutMs = 900_000, lockWaitMs } = this.options;
    const { runStackOperation } = await import("./stack-operation.js");
    return runStackOperation({
      place: this.placeOf(fleet, target.account.id),
      runner: await this.startRunner(),
      verb,
      refresh: options.refresh ?? false,
      program,
      env: this.operationEnvironment(options.gatewayPort),
      timeoutMs,
      onStep: (message) => options.onProgress?.({ accountId: target.account.id, message }),
      ...(workDir ? { workDir } : {}),
      ...(lockWaitMs === undefined ? {} : { lockWaitMs }),
      ...(options.finder ? { finder: options.finder } : {}),
      ...(options.signal ? { signal: options.signal } : {}),
    });
  }

  private async programOf(operation: TargetOperation): Promise<PulumiFn> {
    const { closing, target } = operation;
    if (closing) {
      const recorded = await readStoredResources(this.askOptions(target.account.id)).catch(rethrowExplained);
      const { closingProgram } = await import("./closing-program.js");
      return closingProgram(recorded, closing);
    }
    const { program } = this.options;
    if (program) return (typeof program === "function" ? program : await loadProgram(program))(operation);
    const { accountProgram } = await import("../program/account-program.js");
    return accountProgram(target.settings);
  }

  private operationEnvironment(gatewayPort: number | undefined): Record<string, string> {
    if (gatewayPort === undefined) return {};
    return { PULUMI_DEBUG_PROVIDERS: attachGateway(this.env.PULUMI_DEBUG_PROVIDERS, gatewayPort) };
  }

  private startRunner(): Promise<PulumiRunner> {
    this.runner ??= this.createRunner().catch((error: unknown) => {
      // The CLI may be installed by the time of the next operation.
      this.runner = undefined;
      throw error;
    });
    return this.runner;
  }

  private async createRunner(): Promise<PulumiRunner> {
    const { pulumi = await locatePulumi(this.env), graceMs, onProcess } = this.options;
    return createPulumiRunner(pulumi, {
      env: this.env,
      ...(graceMs === undefined ? {} : { graceMs }),
      ...(onProcess ? { onProcess } : {}),
    });
  }

  private async askForStacks(project: string): Promise<string[]> {
    const runner = await this.startRunner();
    const answer = await runner.ask(["stack", "ls", "--project", project, "--json"], tmpdir()).catch(rethrowExplained);
    const stacks = JSON.parse(answer) as { name: string }[];
    return stacks.map(({ name }) => name.split("/").at(-1) ?? name).sort();
  }
}

function takesAllAway({ action, closing }: TargetOperation): boolean {
  return action === "offboard" && closing === undefined;
}

function rethrowExplained(error: unknown): never {
  throw new OperationError(explainFailure({ error, diagnostics: [] }), { cause: error });
}
