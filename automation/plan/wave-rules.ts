import type { Amount } from "./amount";

/** A day of the week, in UTC. */
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";

/** What has to be so before a run goes on; with several fields all of them, in this order. */
export interface Gate {
  /** Hours of the day in UTC, from and up to, such as `08:00-16:00`: the run waits until they come. */
  hours?: string | undefined;
  /** Days on which `hours` count; without hours, the whole day does. Default: all. */
  days?: Weekday[] | undefined;
  /** A program with its arguments, run without a shell: exit code 0 lets the run go on, any other ends it. */
  command?: string[] | undefined;
  /** How long the program may take, such as `10m`. */
  timeout?: string | undefined;
  /** A person has to say yes. */
  approval?: true | undefined;
}

/** One wave of a run as it is asked for; which accounts are in it is decided by {@link intoWaves}. */
export interface WaveRule {
  /** `canary`, or `wave 1` and so on. */
  name: string;
  /** A canary bears no failure, whatever the tolerance. */
  canary?: true;
  /** How many accounts; a share is one of all accounts the rule could take. */
  size: Amount;
  /** Only accounts in this unit and below. */
  ou?: string | undefined;
  /** How long to wait after it, before the next one, such as `30m`. */
  soak?: string | undefined;
  /** What has to be so after it and after the soak, before the next one. */
  gate?: Gate | undefined;
}

/** A wave with its accounts. */
export interface Wave extends Omit<WaveRule, "size" | "ou"> {
  /** In the order they are begun, as far as none needs another. */
  accountIds: string[];
}
