import { chooseByStack, type StackChoice } from "./choose-by-stack";
import type { ChosenTargets } from "./choose-targets";

const reasons = {
  noStack: "has no stack in this fleet: there is nothing to prove",
  inactive: "cannot be entered, as it is not active",
};

/** Decides in which accounts roles are to be proven: all that have a stack in the fleet. Pure. */
export function chooseToProve(choice: StackChoice): ChosenTargets {
  const { targets, leftOut, problems } = chooseByStack(choice, reasons);
  return { targets, leftOut, problems };
}
