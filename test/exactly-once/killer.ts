import { setTimeout as delay } from "node:timers/promises";
import { readProcessTree } from "../support/process-tree";
import type { Chance } from "./chance";
import type { Figures, Victim } from "./figures";
import type { KillableSandbox } from "./killable-sandbox";

/** When a kill comes, counted from the moment its victim is there. */
export type Moment = { afterCalls: number; thenMs: number } | { afterMs: number };

/** One kill to come. */
export interface PlannedKill {
  victim: Victim;
  moment: Moment;
}

/** The command that is running. */
export interface RunningCommand {
  pid: number;
  kill(signal: NodeJS.Signals): void;
  /** True once it has ended. */
  hasEnded(): boolean;
}

const lookEveryMs = 60;

/** Kills what is planned one after the other while a command runs; what it does not live to see is left out. */
export class Killer {
  constructor(
    private readonly sandbox: KillableSandbox,
    private readonly chance: Chance,
    private readonly figures: Figures,
  ) {}

  /** Draws the kills of one run over some accounts; the death of the orchestrator ends it, so that comes last. */
  plan(accounts: number): PlannedKill[] {
    const kills = Array.from({ length: this.chance.between(1, Math.min(3, accounts)) }, (): PlannedKill => {
      const victim = this.chance.happens(0.12) ? "sandbox" : "cli";
      return { victim, moment: this.moment() };
    });
    return this.chance.happens(0.6) ? [...kills, { victim: "orchestrator", moment: this.moment() }] : kills;
  }

  async kill(planned: readonly PlannedKill[], command: RunningCommand): Promise<void> {
    for (const { victim, moment } of planned) {
      if (!(await this.awaitMoment(moment, command))) return;
      if (await this.strike(victim, command)) this.figures.kills[victim] += 1;
    }
  }

  private moment(): Moment {
    return this.chance.happens(0.6)
      ? { afterCalls: this.chance.between(1, 4), thenMs: this.chance.between(0, 150) }
      : { afterMs: this.chance.between(0, 1_500) };
  }

  private async strike(victim: Victim, command: RunningCommand): Promise<boolean> {
    if (victim === "sandbox") {
      await this.sandbox.killAndRestart();
      return true;
    }
    if (victim === "orchestrator") {
      if (!command.hasEnded()) command.kill("SIGKILL");
      return !command.hasEnded();
    }
    const running = await this.findClis(command);
    if (running.length === 0) return false;
    try {
      process.kill(this.chance.pick(running), "SIGKILL");
      return true;
    } catch {
      return false; // It ended by itself just now.
    }
  }

  /** Waits for a CLI to run and for the moment after that; false when the command ended first. */
  private async awaitMoment(moment: Moment, command: RunningCommand): Promise<boolean> {
    while ((await this.findClis(command)).length === 0) {
      if (command.hasEnded()) return false;
      await delay(lookEveryMs);
    }
    if ("afterMs" in moment) {
      await delay(moment.afterMs);
      return !command.hasEnded();
    }
    const { received } = await this.sandbox.tally();
    while ((await this.sandbox.tally()).received < received + moment.afterCalls) {
      if (command.hasEnded()) return false;
      await delay(lookEveryMs);
    }
    await delay(moment.thenMs);
    return !command.hasEnded();
  }

  private async findClis(command: RunningCommand): Promise<number[]> {
    const family = await readProcessTree(command.pid);
    return family.filter(({ commandLine }) => /\/pulumi (up|destroy) /.test(commandLine)).map(({ pid }) => pid);
  }
}
