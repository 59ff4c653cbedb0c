import { type Command, Option } from "commander";
import { InputError } from "../errors";
import type { TargetAction } from "../model";
import { addOlderThan, addParty } from "./rotate-options";
import { addGrace, addNameCheck, addRefresh, type ChoosingOptions, withMaxDeletes } from "./verb-options";

/** Options of `cross-account plan`. */
export interface PlanCommandOptions extends ChoosingOptions {
  for: TargetAction;
  preview: boolean;
  out?: string;
  concurrency?: number;
  maxDeletes?: number;
  nameCheck: boolean;
  refresh?: boolean;
  olderThan?: string;
  party?: string[];
  grace?: boolean;
}

/** Adds which verb is planned, with the options of that verb that decide the plan, and where the plan goes. */
export function withPlanOptions(command: Command): Command {
  const planned = command
    .addOption(
      new Option("--for <verb>", "the verb to plan")
        .choices(["up", "rotate", "offboard"])
        .default("up" as TargetAction),
    )
    .option("--preview", "ask the Pulumi engine too what would change in each account", false)
    .option("--out <file>", "keep the plan in a file; the verb's --plan applies it as it is, or refuses");
  addNameCheck(addRefresh(planned));
  addParty(addOlderThan(planned));
  return addGrace(withMaxDeletes(planned));
}

/**
 * Refuses options of another verb than the planned one.
 *
 * @throws InputError naming each.
 */
export function assertFitting({ for: verb, refresh, olderThan, party, grace, maxDeletes }: PlanCommandOptions): void {
  const given: [option: string, of: TargetAction[], isGiven: boolean][] = [
    ["--refresh", ["up"], refresh === true],
    ["--older-than", ["rotate"], olderThan !== undefined],
    ["--party", ["rotate"], party !== undefined],
    ["--no-grace", ["offboard"], grace === false],
    ["--max-deletes", ["offboard", "up"], maxDeletes !== undefined],
  ];
  const problems = given
    .filter(([, of, isGiven]) => isGiven && !of.includes(verb))
    .map(([path, [of]]) => ({ path, message: `is for plans of ${of}: add --for ${of}, or leave it out` }));
  if (problems.length > 0) throw new InputError("The options", problems);
}

/** Adds the plan that was kept; what chose its accounts is in it. */
export function withKeptPlan(command: Command): Command {
  const chosenInPlan = ["only", "refresh", "olderThan", "party", "grace"];
  return command.addOption(
    new Option("--plan <file>", "apply the plan that `cross-account plan --out` kept, as it is, or refuse").conflicts(
      chosenInPlan,
    ),
  );
}
