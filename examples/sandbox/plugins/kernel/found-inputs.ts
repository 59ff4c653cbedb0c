import { chosenDefaults, defaultsKey } from "./checked-inputs";
import { isEmpty, meansTheSame } from "./difference";
import type { ResourceType } from "./plugin";
import type { Properties } from "./property-values";

/**
 * The inputs that would lead to the state that was found.
 *
 * Without them the engine would compare a program with its own old inputs and never see drift. What means the same keeps
 * the spelling of the program, so that a refresh changes nothing by itself.
 */
export function inputsOf<Session>(type: ResourceType<Session>, state: Properties, old: Properties): Properties {
  const inputs: Properties = {};
  for (const [property, rule] of Object.entries(type.inputs)) {
    const remembered = old[property];
    const found = state[property];
    const keeps = rule.local || (remembered !== undefined && meansTheSame(rule, remembered, found));
    const value = keeps ? remembered : found;
    if (value !== undefined && (keeps || !isEmpty(value))) inputs[property] = value;
  }
  // A name made from a prefix is no input.
  if (old.namePrefix !== undefined) delete inputs.name;
  inputs[defaultsKey] = chosenDefaults(old).filter((property) => property in inputs);
  return inputs;
}

/** The found state with each document and value in the program's own spelling where it means the same. */
export function inSpellingOf<Session>(type: ResourceType<Session>, state: Properties, known: Properties): Properties {
  const spelled = { ...state };
  for (const [property, rule] of Object.entries(type.inputs)) {
    const remembered = known[property];
    if (remembered !== undefined && rule.same && meansTheSame(rule, remembered, state[property]))
      spelled[property] = remembered;
  }
  return spelled;
}
