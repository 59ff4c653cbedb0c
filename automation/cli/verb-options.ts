import { type Command, InvalidArgumentError, Option } from "commander";
import type { TargetAction } from "../model";
import { type Amount, sharePattern } from "../plan/amount";

/** Options every verb takes. */
export interface CommonOptions {
  json: boolean;
  debug: boolean;
  otel: boolean;
}

/** Options of verbs that choose accounts. */
export interface ChoosingOptions extends CommonOptions {
  only?: string[];
  maxTargets?: number;
}

/** Options of verbs that change things. */
export interface ChangingOptions extends ChoosingOptions {
  yes: boolean;
  /** A plan that was kept; not with `drift`. */
  plan?: string;
  concurrency?: Amount;
  tolerance?: Amount;
  approve?: boolean;
  workers?: number;
  /** Only with `up`. */
  nameCheck?: boolean;
  /** Only with `up`. */
  refresh?: boolean;
  maxDeletes?: number;
  /** Only with `offboard`. */
  grace?: boolean;
}

/** Options of `drift`. */
export interface DriftCommandOptions extends ChangingOptions {
  repair: boolean;
}

/** Adds the fleet file and what every verb takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .argument("[fleet-file]", "the fleet file", "fleet.yaml")
    .option("--json", "print one JSON document on standard output, and progress on standard error", false)
    .option("--debug", "print where an unexpected error comes from", false)
    .option(
      "--otel",
      "send traces and metrics by OTLP, as the variables OTEL_* say; needs @opentelemetry/sdk-node",
      false,
    );
}

/** Adds the choice of a few accounts. */
export function withOnly(command: Command): Command {
  return command.option(
    "--only <accounts>",
    "only these accounts, by id or name, separated by commas; may be repeated",
    collectNames("account"),
  );
}

/** Adds how many accounts are worked on together. */
export function withConcurrency(command: Command): Command {
  return command.addOption(
    new Option("--concurrency <number>", "accounts worked on at the same time, or a share such as 10%").argParser(
      parseAmount(1),
    ),
  );
}

/** Adds what a run does about failures and between its waves, and where it works. */
export function withRollout(command: Command): Command {
  return withConcurrency(command)
    .option(
      "--tolerance <number>",
      "failures to bear before nothing more is started, or a share of each wave",
      parseAmount(0),
    )
    .option("--approve", "say yes beforehand wherever the run waits for approval between two waves", false)
    .addOption(
      new Option(
        "--workers <number>",
        "forked processes the accounts are changed in: one that crashes takes no other along; looking stays in this one",
      ).argParser(parseCount(1)),
    );
}

/** Adds what chooses accounts. */
export function withChoosingOptions(command: Command): Command {
  return withMaxTargets(withOnly(command));
}

/** Adds the cap on accounts that are touched. */
export function withMaxTargets(command: Command): Command {
  return command.option("--max-targets <number>", "refuse to touch more accounts than this", parseCount(0));
}

/** Adds the cap on accounts that are offboarded or lose a grant. */
export function withMaxDeletes(command: Command): Command {
  return command.option(
    "--max-deletes <number>",
    "refuse to offboard, or take a grant from, more accounts than this",
    parseCount(0),
  );
}

/** Adds leave to go on without asking. */
export function withYes(command: Command): Command {
  return command.option("-y, --yes", "do it without asking", false);
}

/** Adds what verbs that change things take. */
export function withChangingOptions(command: Command, action: TargetAction | "drift"): Command {
  const changing = withRollout(withYes(withChoosingOptions(command)));
  if (action === "up") return addNameCheck(addRefresh(withMaxDeletes(changing)));
  return action === "offboard" ? addGrace(withMaxDeletes(changing)) : changing;
}

/** Adds that every resource is looked at. */
export function addRefresh(command: Command): Command {
  return command.option("--refresh", "compare everything in every account with AWS and the vendors first", false);
}

/** Adds that names in the accounts are not looked up. */
export function addNameCheck(command: Command): Command {
  return command.option("--no-name-check", "do not look into new accounts for names that are taken there already");
}

/** Adds that there is no grace period. */
export function addGrace(command: Command): Command {
  return command.option("--no-grace", "delete vendor accounts now, whatever grace period the fleet file gives them");
}

/** Shows examples under a verb's help. */
export function withExamples(command: Command, examples: readonly [command: string, what: string][]): Command {
  const width = Math.max(...examples.map(([example]) => example.length));
  const lines = examples.map(([example, what]) => `  $ ${example.padEnd(width)}  ${what}`);
  return command.addHelpText("after", `\nExamples:\n${lines.join("\n")}`);
}

/** Reads names separated by commas, of an option that may be repeated. */
export function collectNames(noun: string): (value: string, before?: string[]) => string[] {
  return (value, before = []) => {
    const names = value.split(",").map((name) => name.trim());
    if (names.includes("")) throw new InvalidArgumentError(`It names no ${noun}.`);
    return [...before, ...names];
  };
}

function parseAmount(least: number): (value: string) => Amount {
  return (value) => {
    if (!value.endsWith("%")) return parseCount(least)(value);
    if (!sharePattern.test(value) || (least > 0 && value === "0%")) {
      throw new InvalidArgumentError("It must be a whole number, or a share such as 10%.");
    }
    return value;
  };
}

function parseCount(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`It must be a whole number, at least ${least}.`);
    }
    return number;
  };
}
