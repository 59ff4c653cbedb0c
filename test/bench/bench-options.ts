import { cpus } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { engineScenarios, fleetScenarios, type Mode, modes, type Program, programs, type Scenario } from "./model";

/** What a benchmark measures. */
export interface BenchOptions {
  accounts: number;
  growth: number[];
  concurrency: number;
  only: Scenario[];
  programs: Program[];
  modes: Mode[];
  unchanged: number[];
  discovered: number[];
  out: string;
}

const scenarios = [...engineScenarios, ...fleetScenarios];

/** Reads the command line; ends the process where it is wrong. */
export function readOptions(argv: readonly string[]): BenchOptions {
  return new Command("bench")
    .description("Measures ways to bring accounts up, side by side, and prints what each costs an account.")
    .option("--accounts <number>", "accounts of each scenario", count, 30)
    .option("--growth <numbers>", "numbers of accounts to show growth with, or none", counts, [10, 100])
    .option("--concurrency <number>", "accounts worked on at the same time", count, cpus().length)
    .addOption(new Option("--only <scenarios...>", "scenarios to measure").choices(scenarios).default(scenarios))
    .addOption(new Option("--programs <names...>", "what is brought up").choices([...programs]).default([...programs]))
    .addOption(new Option("--modes <names...>", "ways to compare").choices([...modes]).default([...modes]))
    .option("--unchanged <numbers>", "sizes of fleets that are left alone by fingerprint", counts, [1_000, 10_000])
    .option("--discovered <numbers>", "sizes of fleets that are discovered and planned", counts, [10_000])
    .option("--out <file>", "where the rows are written", "bench.json")
    .addHelpText(
      "after",
      "\nIn a minute: --only fingerprint discover-plan\nIn some minutes: --accounts 5 --growth none --programs vendor",
    )
    .parse([...argv])
    .opts<BenchOptions>();
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It is not a number of at least 1.");
  return number;
}

function counts(text: string): number[] {
  return text === "none" ? [] : text.split(",").map(count);
}
