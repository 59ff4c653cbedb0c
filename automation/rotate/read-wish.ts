import { InputError, type InputProblem } from "../errors";
import { parseDuration } from "../fleet/duration";
import { parties } from "../parties/parties";
import type { RotationWish } from "./find-due";

/** Which external ids are to be rotated. */
export interface RotationOptions {
  /** Only those at least that old, such as `30m`, `12h` or `90d`. Default: `1h`, so that an interrupted run does not begin anew. */
  olderThan?: string;
  /** Only those of these parties. Default: all whose vendor can be asked for another one. */
  party?: readonly string[];
}

/**
 * What a person asks to have rotated, checked.
 *
 * @throws InputError with every problem.
 */
export function readWish({ olderThan = "1h", party: names }: RotationOptions, now = new Date()): RotationWish {
  const olderThanMs = parseDuration(olderThan);
  const known: string[] = parties.filter(({ vendor }) => vendor?.withRotation).map(({ name }) => name);
  const problems: InputProblem[] = (names ?? [])
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: "party",
      message: `"${name}" mints no external id that can be replaced; these do: ${known.join(", ")}`,
    }));
  if (olderThanMs === undefined) {
    problems.push({ path: "olderThan", message: `"${olderThan}" is not a span of time, such as 30m, 12h or 90d` });
  }
  if (olderThanMs === undefined || problems.length > 0) throw new InputError("The rotation", problems);
  return { olderThanMs, now: now.getTime(), ...(names ? { parties: names } : {}) };
}
