import type { Failure } from "../model";
import type { TargetSummary } from "../run/run-summary";

/** Accounts that failed for the same reason. */
export interface FailureGroup {
  /** Class of the error. */
  kind: string;
  /** What happened, as told of the first of them; where there are several, what differs between accounts is left open. */
  message: string;
  /** What to do, where all of them are told the same. */
  instruction?: string;
  accounts: { accountId: string; name: string }[];
}

type FailedAccount = Pick<TargetSummary, "accountId" | "name" | "failure">;

/** The failures of a run, equal ones together, those of most accounts first. Pure. */
export function groupFailures(targets: readonly FailedAccount[]): FailureGroup[] {
  const groups = new FailureGroups();
  for (const target of targets) groups.add(target);
  return groups.list();
}

/** Failures as they come, equal ones together: taking one in costs the same however many there were. */
export class FailureGroups {
  private readonly groups = new Map<string, { first: Failure; group: FailureGroup }>();

  /** Takes in an account; one that did not fail is left out. */
  add({ accountId, name, failure }: FailedAccount): void {
    if (!failure) return;
    const message = withoutParticulars(failure.message, { accountId, name });
    const key = `${failure.kind} ${message}`;
    const instruction = failure.instruction && withoutParticulars(failure.instruction, { accountId, name });
    const known = this.groups.get(key);
    if (!known) {
      const told = failure.instruction === undefined ? {} : { instruction: failure.instruction };
      const group = { kind: failure.kind, message: failure.message, ...told, accounts: [{ accountId, name }] };
      this.groups.set(key, { first: { ...failure, message, ...(instruction ? { instruction } : {}) }, group });
      return;
    }
    const { group, first } = known;
    group.accounts.push({ accountId, name });
    group.message = message;
    // Advice that does not hold for one of them is not taken up again.
    if (first.instruction !== instruction) delete first.instruction;
    if (first.instruction === undefined) delete group.instruction;
    else group.instruction = first.instruction;
  }

  /** How many accounts failed for which reason, those of most accounts first; costs as much as there are reasons. */
  counts(): { kind: string; message: string; number: number }[] {
    const counts = [...this.groups.values()].map(({ group: { kind, message, accounts } }) => {
      return { kind, message, number: accounts.length };
    });
    return counts.sort((one, other) => other.number - one.number);
  }

  /** All groups, those of most accounts first. */
  list(): FailureGroup[] {
    const groups = [...this.groups.values()].map(({ group }) => ({ ...group, accounts: [...group.accounts] }));
    return groups.sort((a, b) => b.accounts.length - a.accounts.length);
  }
}

const uuid = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;
const vendorAccountId = /\bact-[0-9a-z]+\b/g;
const anyAccountId = /(?<!\d)\d{12}(?!\d)/g;
const time = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;

/** A message without what tells one account, one call or one moment from another. */
function withoutParticulars(message: string, { accountId, name }: { accountId: string; name: string }): string {
  // A name of one or two letters would be found within words.
  const named = name.length > 2 ? message.replaceAll(name, "<account>") : message;
  return named
    .replaceAll(accountId, "<account>")
    .replace(anyAccountId, "<account>")
    .replace(uuid, "<id>")
    .replace(vendorAccountId, "<vendor account>")
    .replace(time, "<time>");
}
