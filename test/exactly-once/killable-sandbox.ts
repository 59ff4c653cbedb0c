import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import * as path from "node:path";
import pRetry from "p-retry";
import type { Fault, FaultRule } from "../../examples/sandbox/faults/faults";
import type { Sandbox } from "../../examples/sandbox/sandbox";
import { packageRoot } from "../../examples/sandbox/source-folder";
import type { SpotAccountRecord } from "../../examples/sandbox/spot/accounts";
import { isRunning, readProcessTree } from "../support/process-tree";
import { StableAddress } from "./stable-address";

/** What a sandbox process is started with. */
export interface SandboxStart {
  dir: string;
  accountNames: string[];
  faultSeed: number;
}

/** What a sandbox process is asked. */
export interface SandboxRequest {
  id: number;
  verb: "faults" | "tally" | "accounts" | "connect" | "alias" | "organization";
  args: unknown[];
}

/** What a sandbox process counted since it was started. */
export interface SandboxTally {
  /** All calls of Spot's API. */
  received: number;
  /** Those that came while faults were injected, and how many of them were struck. */
  calls: number;
  struck: number;
  faults: Partial<Record<Fault["kind"], number>>;
}

interface Ready {
  env: Record<string, string>;
  fleetFile: string;
  aws: string;
  spot: string;
  spacelift: string;
}

/**
 * A sandbox that is killed and started again without anybody noticing but by broken connections: its addresses stay, as
 * those of AWS and of a vendor do.
 */
export class KillableSandbox implements Pick<Sandbox, "dir" | "env" | "fleetFile"> {
  env: Record<string, string> = {};
  fleetFile = "";
  private child: ChildProcess | undefined;
  private rules: FaultRule[] = [];
  private starts = 0;
  private requests = 0;
  private readonly addresses = new Map<string, StableAddress>();
  private readonly tallies: SandboxTally[] = [];

  private constructor(private readonly options: SandboxStart) {}

  static async start(options: SandboxStart): Promise<KillableSandbox> {
    const sandbox = new KillableSandbox(options);
    await sandbox.start();
    return sandbox;
  }

  get dir(): string {
    return this.options.dir;
  }

  /** Address of the AWS APIs. */
  get awsEndpoint(): string {
    return `http://127.0.0.1:${this.addresses.get("aws")?.port}`;
  }

  /** Every account at Spot, visible or not. */
  async accounts(): Promise<SpotAccountRecord[]> {
    return (await this.ask("accounts")) as SpotAccountRecord[];
  }

  async connect(awsAccountId: string, name: string): Promise<SpotAccountRecord> {
    return (await this.ask("connect", awsAccountId, name)) as SpotAccountRecord;
  }

  async setAlias(name: string, alias: string): Promise<void> {
    await this.ask("alias", name, alias);
  }

  /** The member accounts' ids by name. */
  async memberIds(): Promise<Map<string, string>> {
    const members = (await this.ask("organization")) as { id: string; name: string }[];
    return new Map(members.map(({ id, name }) => [name, id]));
  }

  /** Lets these faults strike from now on, after a restart too. */
  async injectFaults(rules: FaultRule[]): Promise<void> {
    this.rules = rules;
    await this.ask("faults", ...rules);
  }

  /** Calls and faults of Spot's API over all starts. */
  async tally(): Promise<SandboxTally> {
    return sum([...this.tallies, (await this.ask("tally")) as SandboxTally]);
  }

  /** Kills it with SIGKILL and starts it again on what it kept. */
  async killAndRestart(): Promise<void> {
    this.tallies.push((await this.ask("tally")) as SandboxTally);
    await this.end({ killed: true });
    await this.start();
  }

  async close(): Promise<void> {
    await this.end({ killed: false });
    await Promise.all([...this.addresses.values()].map((address) => address.close()));
  }

  private async start(): Promise<void> {
    const { faultSeed } = this.options;
    const start: SandboxStart = { ...this.options, faultSeed: faultSeed + this.starts };
    this.starts += 1;
    const script = path.join(packageRoot(), "dist/test/exactly-once/sandbox-process.js");
    const child = fork(script, [JSON.stringify(start)], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    this.child = child;
    const died = once(child, "exit").then(([code]) => Promise.reject(new Error(`The sandbox ended with code ${code}`)));
    died.catch(() => undefined);
    const [{ ready }] = (await Promise.race([once(child, "message"), died])) as [{ ready: Ready }];
    await this.standBefore(ready);
    await this.ask("faults", ...this.rules);
  }

  /** Gives everything the sandbox tells of itself a stable address. */
  private async standBefore({ env, fleetFile, aws, spot, spacelift }: Ready): Promise<void> {
    const plugins = (env.PULUMI_DEBUG_PROVIDERS ?? "").split(",").map((entry) => entry.split(":") as [string, string]);
    const ports: [string, string][] = [
      ["aws", new URL(aws).port],
      ["spot", new URL(spot).port],
      ["spacelift", new URL(spacelift).port],
      ...plugins.map(([name, port]): [string, string] => [`plugin ${name}`, port]),
    ];
    const stable = new Map<string, string>();
    for (const [name, port] of ports) {
      const address = this.addresses.get(name) ?? (await StableAddress.open());
      this.addresses.set(name, address);
      address.leadTo(Number(port));
      stable.set(port, String(address.port));
    }
    const redirect = (text: string) =>
      text.replace(/\b(127\.0\.0\.1|aws|random):(\d+)/g, (all, host, port) => {
        const other = stable.get(port);
        return other ? `${host}:${other}` : all;
      });
    this.env = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, redirect(value)]));
    this.fleetFile = fleetFile;
    for (const file of [fleetFile, env.AWS_CONFIG_FILE ?? ""]) {
      await writeFile(file, redirect(await readFile(file, "utf8")));
    }
  }

  /** Ends it and everything it started, which the emulator needs a moment for: it saves what it has. */
  private async end({ killed }: { killed: boolean }): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined) return;
    const family = await readProcessTree(child.pid);
    const exited = once(child, "exit");
    for (const address of this.addresses.values()) address.leadTo(undefined);
    if (killed) child.kill("SIGKILL");
    else child.disconnect();
    await exited;
    await pRetry(
      async () => {
        const running = await Promise.all(family.map(({ pid }) => isRunning(pid)));
        if (running.includes(true)) throw new Error("The emulator of a sandbox does not end.");
      },
      { retries: 200, minTimeout: 20, factor: 1.2, maxTimeout: 200 },
    );
  }

  private async ask(verb: SandboxRequest["verb"], ...args: unknown[]): Promise<unknown> {
    const { child } = this;
    this.requests += 1;
    const id = this.requests;
    return new Promise((resolve, reject) => {
      const listen = (message: { id?: number; result?: unknown; error?: string }) => {
        if (message.id !== id) return;
        child?.off("message", listen).off("exit", fail);
        if (message.error === undefined) resolve(message.result);
        else reject(new Error(message.error));
      };
      const fail = () => reject(new Error(`The sandbox ended before it answered ${verb}.`));
      child?.on("message", listen).once("exit", fail);
      child?.send({ id, verb, args } satisfies SandboxRequest);
    });
  }
}

function sum(tallies: SandboxTally[]): SandboxTally {
  const total: SandboxTally = { received: 0, calls: 0, struck: 0, faults: {} };
  for (const { received, calls, struck, faults } of tallies) {
    total.received += received;
    total.calls += calls;
    total.struck += struck;
    for (const [kind, count] of Object.entries(faults) as [Fault["kind"], number][]) {
      total.faults[kind] = (total.faults[kind] ?? 0) + count;
    }
  }
  return total;
}
