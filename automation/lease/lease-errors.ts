import { RefusedError } from "../errors";
import { timeText } from "../report/text-report";
import type { LeaseHolder } from "./lease-record";

/** Thrown when another run works on the fleet; nothing was changed. Exit code 3. */
export class LeaseHeldError extends RefusedError {
  constructor(
    fleet: string,
    readonly holder: LeaseHolder,
    ageMs: number,
  ) {
    const seconds = Math.max(1, Math.ceil((holder.ttlMs - ageMs) / 1000));
    super(
      `Another run works on the fleet ${fleet}: ${describeHolder(holder)}.`,
      `Wait until it has ended. Should it be gone without a word, it is taken over ${seconds} s from now if it gives no sign of life; nothing has to be cleaned up.`,
    );
    this.name = "LeaseHeldError";
  }
}

/** Why a run starts nothing more: it does not hold the lease any longer. */
export class LeaseLostError extends Error {
  constructor(fleet: string, by: LeaseHolder | undefined) {
    const how = by
      ? `${describeHolder(by)} took it over`
      : "it could not be told for too long that this run goes on, so another one may have begun";
    super(`the lease on the fleet ${fleet} was lost: ${how}`);
    this.name = "LeaseLostError";
  }
}

function describeHolder({ verb, user, host, pid, since }: LeaseHolder): string {
  return `${verb} by ${user} on ${host} (process ${pid}), since ${timeText(since)}`;
}
