import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import * as path from "node:path";
import type { ProjectSettings, PulumiCommand, PulumiFn, Stack, StackSettings } from "@pulumi/pulumi/automation";
import type { StackState } from "./file-backend";
import type { PulumiRunner } from "./pulumi-process";

/** One stack, ready for one operation. */
export interface StackWorkspace {
  stack: Stack;
  folder: string;
  /** Removes the folder the operation ran in. */
  dispose(): Promise<void>;
}

/** What a workspace is made from. */
export interface StackWorkspaceOptions {
  runner: PulumiRunner;
  project: string;
  stackName: string;
  program: PulumiFn;
  /** Folder under which every operation gets a folder of its own. Default: that of the system for temporary files. */
  workDir?: string;
  /** Environment of the CLI, on top of that of the command. */
  env: Record<string, string>;
  /** Written for the stack before the operation. */
  settings?: StackSettings | undefined;
  /** Arguments to append to the operation's command. */
  extraArguments?: string[];
}

/**
 * Opens a stack so that one operation on it is one process of the CLI.
 *
 * The Automation API would start more of them around it: to select the stack, to read its outputs twice and to read its
 * history. All commands name their stack, the outputs are read in the program and the changes in the events.
 */
export async function openStack(options: StackWorkspaceOptions): Promise<StackWorkspace> {
  const { workDir = tmpdir() } = options;
  await mkdir(workDir, { recursive: true });
  const folder = await mkdtemp(path.join(workDir, `pulumi-cross-account-${options.stackName}-`));
  const dispose = () => rm(folder, { recursive: true, force: true });
  try {
    // Loaded when there is something to do: it is most of what this package takes to start.
    const automation = await import("@pulumi/pulumi/automation/index.js");
    const workspace = await automation.LocalWorkspace.create({
      workDir: folder,
      program: options.program,
      // The class has a private constructor; the Automation API uses the members a runner has and no others.
      pulumiCommand: options.runner as unknown as PulumiCommand,
      projectSettings: projectSettings(options.project),
      stackSettings: options.settings ? { [options.stackName]: options.settings } : {},
      envVars: options.env,
    });
    workspace.selectStack = async () => {};
    workspace.stackOutputs = async () => ({});
    workspace.serializeArgsForOp = async () => options.extraArguments ?? [];
    const stack = await automation.Stack.select(options.stackName, workspace);
    stack.info = async () => undefined;
    return { stack, folder, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Settings that repeat how a stack's secrets are kept, so that an operation changes nothing about it. */
export function settingsFrom(state: StackState | undefined): StackSettings | undefined {
  const kept = state?.checkpoint.latest?.secrets_providers?.state;
  if (!kept) return undefined;
  return {
    ...(kept.salt ? { encryptionSalt: kept.salt } : {}),
    ...(kept.url ? { secretsProvider: kept.url } : {}),
    ...(kept.encryptedkey ? { encryptedKey: kept.encryptedkey } : {}),
  };
}

function projectSettings(name: string): ProjectSettings {
  return {
    name,
    runtime: "nodejs",
    // The stock dynamic provider runs in this folder and loads this package from there by its name.
    main: path.dirname(require.resolve("pulumi-cross-account/package.json")),
  };
}
