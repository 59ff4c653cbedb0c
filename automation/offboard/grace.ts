import { parseDuration } from "../fleet/duration";
import type { ClosedAccount, Closing } from "../model";
import { parties } from "../parties/parties";

/** How long vendor accounts stay, in milliseconds, and the time it is, in milliseconds since 1970. */
export interface Grace {
  /** Nothing when they do not stay at all. */
  span: number | undefined;
  now: number;
}

/** The grace period of a fleet file, such as `7d`, as of now. */
export function readGrace(text: string | undefined, now = Date.now()): Grace {
  return { span: text === undefined ? undefined : parseDuration(text), now };
}

/** Whether a closed account's vendor accounts are to be deleted by now. */
export function isDue(closed: ClosedAccount, { span, now }: Grace): boolean {
  return span === undefined || now >= Date.parse(closed.closedAt) + span;
}

/** That an account is closed and what becomes of its vendor accounts, in words that go on after its name. */
export function describeClosed(closed: ClosedAccount, grace: Grace): string {
  const { keep, closedAt } = closed;
  const fate = `${nameKept(keep)} ${keep.length === 1 ? "is" : "are"} deleted`;
  const when =
    grace.span === undefined || isDue(closed, grace)
      ? "by the next `cross-account offboard`"
      : `after ${describeTime(Date.parse(closedAt) + grace.span)}`;
  return `${describeClosing(closed)}, ${fate} ${when}`;
}

/** What closing an account now is, for a person. */
export function describePlannedClosing({ keep, closedAt }: Closing, { span = 0 }: Grace): string {
  const verb = keep.length === 1 ? "is" : "are";
  return `takes the access away; ${nameKept(keep)} ${verb} deleted after ${describeTime(Date.parse(closedAt) + span)}`;
}

/** When an account was closed. */
export function describeClosing({ closedAt }: Pick<ClosedAccount, "closedAt">): string {
  return `closed on ${describeTime(Date.parse(closedAt))}`;
}

/** Vendor accounts that stay, such as `its Spot account act-1`. */
export function nameKept(keep: ClosedAccount["keep"]): string {
  return keep.map(({ kind, id }) => `its ${nounOf(kind)} ${id}`).join(" and ");
}

function nounOf(kind: string): string {
  const party = parties.find(({ vendor }) => vendor?.accountKind === kind);
  return `${party?.title} ${party?.vendor?.noun}`;
}

function describeTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
