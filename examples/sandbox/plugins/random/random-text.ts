import { randomInt } from "node:crypto";
import type { InputRule } from "../kernel/plugin";
import type { Properties } from "../kernel/property-values";
import { drawnOnceType, keepersRule } from "./drawn-once";

// Source: terraform-provider-random `internal/random/string.go`.
const specialCharacters = "!@#$%&*()-_=+[]{}<>:?";

const include: InputRule = { kind: "boolean", replaces: true };
const atLeast: InputRule = {
  kind: "integer",
  replaces: true,
  complaint: (value, property) =>
    Number(value) >= 0 ? undefined : `Attribute ${property} value must be at least 0, got: ${value}`,
};

const inputs: Record<string, InputRule> = {
  length: {
    kind: "integer",
    required: true,
    replaces: true,
    complaint: (value) => (Number(value) >= 1 ? undefined : `Attribute length value must be at least 1, got: ${value}`),
  },
  keepers: keepersRule,
  lower: include,
  upper: include,
  numeric: include,
  // The old name of numeric.
  number: include,
  special: include,
  minLower: atLeast,
  minUpper: atLeast,
  minNumeric: atLeast,
  minSpecial: atLeast,
  overrideSpecial: { kind: "string", replaces: true },
};

/** `random:index/randomString:RandomString`. */
export const randomStringType = drawnOnceType({
  token: "random:index/randomString:RandomString",
  inputs,
  outputs: ["result"],
  complaints,
  draw(given) {
    const result = drawText(given);
    return { id: result, state: { ...settled(given), result } };
  },
});

/** `random:index/randomPassword:RandomPassword`. The SDK marks the result as a secret; there is no `bcryptHash`. */
export const randomPasswordType = drawnOnceType({
  token: "random:index/randomPassword:RandomPassword",
  inputs,
  outputs: ["result"],
  complaints,
  draw: (given) => ({ id: "none", state: { ...settled(given), result: drawText(given) } }),
});

interface CharacterGroup {
  characters: string;
  least: number;
}

function settled(given: Properties): Properties {
  const {
    lower = true,
    upper = true,
    special = true,
    minLower = 0,
    minUpper = 0,
    minNumeric = 0,
    minSpecial = 0,
  } = given;
  const numeric = given.numeric ?? given.number ?? true;
  return { ...given, lower, upper, special, numeric, number: numeric, minLower, minUpper, minNumeric, minSpecial };
}

function groupsOf(given: Properties): CharacterGroup[] {
  const all = settled(given);
  const special =
    typeof given.overrideSpecial === "string" && given.overrideSpecial ? given.overrideSpecial : specialCharacters;
  const group = (included: unknown, characters: string, least: unknown) => ({
    characters: included === true ? characters : "",
    least: Number(least),
  });
  return [
    group(all.lower, "abcdefghijklmnopqrstuvwxyz", all.minLower),
    group(all.upper, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", all.minUpper),
    group(all.numeric, "0123456789", all.minNumeric),
    group(all.special, special, all.minSpecial),
  ];
}

function complaints(given: Properties): string[] {
  if (typeof given.length !== "number") return [];
  const groups = groupsOf(given);
  const least = groups.reduce((sum, group) => sum + group.least, 0);
  if (least > given.length)
    return [
      `Attribute length value must be at least sum of min_upper + min_lower + min_numeric + min_special, got: ${given.length}`,
    ];
  if (groups.every((group) => group.characters === ""))
    return ["At least one of special, upper, lower, numeric must be true"];
  return [];
}

function drawText(given: Properties): string {
  const groups = groupsOf(given);
  const drawn = groups.flatMap(({ characters, least }) => (characters ? draw(characters, least) : []));
  const any = groups.map((group) => group.characters).join("");
  return shuffle([...drawn, ...draw(any, Number(given.length) - drawn.length)]).join("");
}

function draw(characters: string, count: number): string[] {
  return Array.from({ length: count }, () => characters.charAt(randomInt(characters.length)));
}

function shuffle(items: string[]): string[] {
  for (let last = items.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [items[last], items[other]] = [items[other] ?? "", items[last] ?? ""];
  }
  return items;
}
