import { count } from "../report/text-report";
import type { Approve } from "../run/pass-gate";
import type { Session } from "./session";

/** Who approves what waits between two waves: everything with `--approve`, else the person at the terminal; nobody elsewhere. */
export function approver({ terminal }: Session, { approve }: { approve?: boolean }): Approve | undefined {
  if (approve) return () => true;
  if (!terminal.canAsk) return undefined;
  return async ({ after, next, waiting }) => {
    const answer = await terminal.confirm(
      `${after} is through. Go on with ${next}? ${count(waiting, "account waits", "accounts wait")}.`,
    );
    return answer ?? false;
  };
}
