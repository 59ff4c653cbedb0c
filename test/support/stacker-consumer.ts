import { PythonTool } from "./python-tool";

/** What a profile came to. */
export interface ProfileUse {
  arn?: string;
  body?: string;
  error?: string;
}

/** An `.aws/config` and how it is entered; `TOKEN_FILE` in it stands for a file with the token of a CI. */
export interface ProfileCase {
  config: string;
  /** @default what the environment says */
  profile?: string;
  env?: Record<string, string>;
}

/** What botocore asked STS for, in order, and the key it ended with, or why it did not. */
export interface ProfileAnswer {
  calls: Record<string, unknown>[];
  key?: string;
  error?: string;
}

/** stacker itself and the botocore below it, installed once in the user's cache folder. */
export class StackerConsumer {
  private constructor(private readonly tool: PythonTool) {}

  static async install(): Promise<StackerConsumer> {
    return new StackerConsumer(await PythonTool.install("stacker-1.7.2", "stacker-consumer"));
  }

  /** What stacker understands of a stacker.yaml. @throws Error with its own words when it refuses the file. */
  async parse(stackerYaml: string): Promise<Record<string, unknown>> {
    return JSON.parse(await this.tool.run("parse_stacker.py", [], {}, stackerYaml)) as Record<string, unknown>;
  }

  /** Enters AWS by a profile of the environment's `AWS_CONFIG_FILE`, and writes or reads a template. */
  async use(env: Record<string, string>, profile: string, ...action: string[]): Promise<ProfileUse> {
    return JSON.parse(await this.tool.run("use_profile.py", [profile, ...action], env)) as ProfileUse;
  }

  /** What botocore makes of each case, with an STS that lets everybody in; all in one process. */
  async ask(cases: ProfileCase[]): Promise<ProfileAnswer[]> {
    return JSON.parse(await this.tool.run("ask_profiles.py", [], {}, JSON.stringify(cases))) as ProfileAnswer[];
  }
}
