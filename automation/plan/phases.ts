/** Something that has to be done before, and why. */
export interface Prerequisite {
  accountId: string;
  /** In words that go on after the account's name: `Spinnaker's managing identity is made there`. */
  because: string;
}

/** What has to be done before an account, by its id; nothing for one that can be first. */
export type Prerequisites = ReadonlyMap<string, readonly Prerequisite[]>;

/**
 * Puts accounts into phases: each phase needs only those before it; within one, the order stays. Prerequisites that are not among the
 * accounts count as done.
 *
 * @returns The phases, and the accounts that need each other and so can never begin.
 */
export function intoPhases(
  accountIds: readonly string[],
  prerequisites: Prerequisites,
): { phases: string[][]; circle: string[] } {
  const phases: string[][] = [];
  let rest = [...accountIds];
  while (rest.length > 0) {
    const waiting = new Set(rest);
    const isFree = (id: string): boolean =>
      !(prerequisites.get(id) ?? []).some(({ accountId }) => accountId !== id && waiting.has(accountId));
    const free = rest.filter(isFree);
    if (free.length === 0) return { phases, circle: rest };
    phases.push(free);
    const placed = new Set(free);
    rest = rest.filter((id) => !placed.has(id));
  }
  return { phases, circle: [] };
}
