import { makeName, type NamingRequest } from "./autonaming";
import { messageOf } from "./failures";
import type { CheckOutcome, InputKind, InputRule, ResourceType } from "./plugin";
import { hasUnknown, isMap, type Properties, type PropertyValue, unknownValue, withoutAbsent } from "./property-values";

/** Where checked inputs remember which of them the plugin chose. Source: pulumi-terraform-bridge `reservedkeys.Defaults`. */
export const defaultsKey = "__defaults";

/**
 * Checks what a program gives a resource: every problem at once, then defaults, a name, and what follows from the rest.
 *
 * An input that is not in the type's table is refused: leaving it out silently would let a program believe in it.
 */
export function checkInputs<Session>(
  type: ResourceType<Session>,
  given: Properties,
  old: Properties,
  naming: NamingRequest,
  session: Session,
): CheckOutcome {
  const problems = [...refusals(type, given), ...missing(type, given)];
  const inputs: Properties = {};
  for (const [property, rule] of Object.entries(type.inputs)) {
    const value = given[property];
    if (value === undefined || rule.derived) continue;
    inputs[property] = normalize(value, rule);
    const reason = complaint(inputs[property], rule, property);
    if (reason) problems.push({ property, reason });
  }
  const chosen = addDefaults(type, inputs);
  try {
    if (addName(type, inputs, old, naming)) chosen.push("name");
  } catch (error) {
    problems.push({ property: "name", reason: messageOf(error) });
  }
  problems.push(...(type.complaints?.(inputs) ?? []).map((reason) => ({ property: "", reason })));
  const derived = type.derive?.(inputs, session) ?? {};
  return { inputs: withoutAbsent({ ...inputs, ...derived, [defaultsKey]: chosen.sort() }), problems };
}

/** The inputs the plugin chose itself. */
export function chosenDefaults(inputs: Properties): readonly string[] {
  const chosen = inputs[defaultsKey];
  return Array.isArray(chosen) ? chosen.filter((name): name is string => typeof name === "string") : [];
}

function refusals<Session>(type: ResourceType<Session>, given: Properties): CheckOutcome["problems"] {
  return Object.keys(given)
    .filter((property) => !property.startsWith("__") && (!type.inputs[property] || type.inputs[property]?.derived))
    .map((property) => ({
      property,
      reason: `the sandbox's stand-in of ${type.token} does not implement "${property}"; leave it out, or use the real plugin`,
    }));
}

function missing<Session>(type: ResourceType<Session>, given: Properties): CheckOutcome["problems"] {
  return Object.entries(type.inputs)
    .filter(([property, rule]) => rule.required && given[property] === undefined)
    .map(([property]) => ({
      property,
      reason: `Missing required argument. The argument "${property}" is required, but no definition was found.`,
    }));
}

function normalize(value: PropertyValue, rule: InputRule): PropertyValue {
  if (rule.kind !== "json-text" || typeof value === "string") return value;
  return hasUnknown(value) ? unknownValue : JSON.stringify(value);
}

const kindTests: Record<InputKind, (value: PropertyValue) => boolean> = {
  string: (value) => typeof value === "string",
  "json-text": (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  "text-map": (value) => isMap(value) && Object.values(value).every((item) => typeof item === "string"),
};

function complaint(value: PropertyValue, rule: InputRule, property: string): string | undefined {
  if (value === unknownValue) return undefined;
  if (!kindTests[rule.kind](value)) {
    const found = Array.isArray(value) ? "list" : typeof value;
    return `expected ${property} to be of kind ${rule.kind}, got ${found}`;
  }
  return hasUnknown(value) ? undefined : rule.complaint?.(value, property);
}

function addDefaults<Session>(type: ResourceType<Session>, inputs: Properties): string[] {
  const chosen: string[] = [];
  for (const [property, rule] of Object.entries(type.inputs)) {
    if (rule.default === undefined || inputs[property] !== undefined) continue;
    inputs[property] = rule.default;
    chosen.push(property);
  }
  return chosen;
}

// A name made before is kept: it was drawn at random, and another one would replace the resource.
function addName<Session>(
  type: ResourceType<Session>,
  inputs: Properties,
  old: Properties,
  naming: NamingRequest,
): boolean {
  if (!type.naming) return false;
  if (inputs.name !== undefined && inputs.namePrefix !== undefined) {
    throw new Error(`Conflicting configuration arguments: "name" conflicts with namePrefix`);
  }
  if (inputs.name !== undefined || inputs.namePrefix !== undefined) return false;
  const kept = chosenDefaults(old).includes("name") ? old.name : undefined;
  inputs.name = kept ?? makeName(type.naming, naming);
  return true;
}
