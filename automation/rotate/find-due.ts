import { describeDuration } from "../fleet/duration";
import type { GrantOutcome } from "../model";
import { findParty, partyTitle } from "../parties/parties";

/** Which external ids are to be rotated. */
export interface RotationWish {
  /** Only those at least that old, in milliseconds. */
  olderThanMs: number;
  /** Only those of these parties; all when left out. */
  parties?: readonly string[];
  /** The time that ages are counted to, in milliseconds since 1970. */
  now: number;
}

/** One grant whose external id is rotated. */
export interface DueGrant {
  party: string;
  /** The number to give to the grant: one more than ever before. */
  rotation: number;
  /** What is done, for a person. */
  note: string;
}

/** The grants of an account that are due, or why none is. */
export type Due = { due: DueGrant[] } | { reason: string };

/**
 * Decides which grants of an account get another external id. Pure.
 *
 * One whose rotation was interrupted is always due: another external id finishes it too.
 *
 * @param recorded What the account was given, as its stack records it.
 */
export function findDue(recorded: readonly GrantOutcome[], wish: RotationWish): Due {
  const wanted = recorded.filter(({ party }) => wish.parties?.includes(party) ?? true);
  const rotatable = wanted.filter(isRotatable);
  if (recorded.length === 0) return { reason: "was given nothing yet: run up first" };
  if (rotatable.length === 0) {
    return { reason: "has no external id that is asked for at a vendor; those of the settings are changed there" };
  }
  const due = rotatable.flatMap((grant) => judge(grant, wish) ?? []);
  return due.length > 0 ? { due } : { reason: describeYoung(rotatable, wish) };
}

/** Whether the party may still use another external id than the one in use, as a rotation is not finished. */
export function isChangingOver({ externalIdOrigin, externalIds }: GrantOutcome): boolean {
  return externalIdOrigin?.rotation !== undefined && externalIds.length > 1;
}

function isRotatable({ party, externalIdOrigin }: GrantOutcome): boolean {
  return externalIdOrigin?.rotation !== undefined && findParty(party)?.vendor?.withRotation !== undefined;
}

function judge(grant: GrantOutcome, { olderThanMs, now }: RotationWish): DueGrant | undefined {
  const { party, externalIdOrigin } = grant;
  const rotation = (externalIdOrigin?.rotation ?? 0) + 1;
  const title = partyTitle(party);
  if (isChangingOver(grant)) {
    return { party, rotation, note: `finishes the rotation of ${title}'s external id that was interrupted` };
  }
  const age = ageOf(grant, now);
  if (age === undefined) return { party, rotation, note: `rotates ${title}'s external id, of unknown age` };
  if (age < olderThanMs) return undefined;
  return { party, rotation, note: `rotates ${title}'s external id, ${describeDuration(age)} old` };
}

function ageOf({ externalIdOrigin }: GrantOutcome, now: number): number | undefined {
  const madeAt = Date.parse(externalIdOrigin?.madeAt ?? "");
  return Number.isNaN(madeAt) ? undefined : now - madeAt;
}

function describeYoung(grants: readonly GrantOutcome[], { olderThanMs, now }: RotationWish): string {
  const ages = grants.map((grant) => `${partyTitle(grant.party)}'s is ${describeDuration(ageOf(grant, now) ?? 0)} old`);
  return `has no external id of ${describeDuration(olderThanMs)} or more: ${ages.join(", ")}`;
}
