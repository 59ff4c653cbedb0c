import { writeFile } from "node:fs/promises";
import * as path from "node:path";
import type { StackState } from "./file-backend";
import type { PulumiRunner } from "./pulumi-process";
import { resourceName } from "./stack-events";
import type { StackWorkspace } from "./stack-workspace";

type Recorded = NonNullable<StackState["checkpoint"]["latest"]>;

/** A stack's state in a backend that is no folder of this machine, read and written by the CLI: a process each time. */
export class RemoteState {
  constructor(
    private readonly runner: PulumiRunner,
    private readonly opened: Pick<StackWorkspace, "folder">,
    private readonly stackName: string,
    private readonly signal?: AbortSignal,
  ) {}

  /** What is recorded of the stack; secrets stay encrypted. Rejects with a `PulumiProcessError` when there is no such stack. */
  async read(): Promise<Recorded> {
    return (await this.export()).deployment;
  }

  /** Gives every lock on the stack back. Only for locks of processes that are gone. */
  async unlock(): Promise<void> {
    await this.change("cancel", "--yes");
  }

  /** Strikes interrupted creations from the state, and tells them. */
  async dropInterruptedCreates(): Promise<string[]> {
    const exported = await this.export();
    const pending = exported.deployment.pending_operations ?? [];
    const creating = pending.filter(({ type }) => type === "creating");
    if (creating.length === 0) return [];
    const kept = pending.filter(({ type }) => type !== "creating");
    const file = path.join(this.opened.folder, "repaired-state.json");
    const deployment = { ...exported.deployment, pending_operations: kept };
    await writeFile(file, JSON.stringify({ ...exported, deployment }), { mode: 0o600 });
    await this.change("stack", "import", "--file", file);
    return creating.map(({ resource }) => `creating ${resourceName(resource.urn)} was interrupted and is done again`);
  }

  private async export(): Promise<{ version: number; deployment: Recorded }> {
    const args = ["stack", "export", "--stack", this.stackName];
    return JSON.parse(await this.runner.ask(args, this.opened.folder, this.signal)) as {
      version: number;
      deployment: Recorded;
    };
  }

  private change(...args: string[]) {
    const command = [...args, "--stack", this.stackName];
    return this.runner.run(command, this.opened.folder, {}, undefined, undefined, this.signal);
  }
}
