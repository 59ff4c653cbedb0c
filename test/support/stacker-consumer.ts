import { PythonTool } from "./python-tool";

/** What a profile came to. */
export interface ProfileUse {
  arn?: string;
  body?: string;
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
}
