import type { TargetAction } from "../model";
import { atLeastOne } from "./amount";
import { isUnder } from "./ou-path";
import { intoPhases, type Prerequisites } from "./phases";
import type { Wave, WaveRule } from "./wave-rules";

/** An account that is to be in a wave. */
export interface WaveAccount {
  id: string;
  ouPath: string;
}

/** What accounts are put into waves by. */
export interface WaveFacts {
  action: TargetAction;
  prerequisites: Prerequisites;
}

/**
 * Puts every account into exactly one wave, in the order given; the same accounts always come out the same way. Pure.
 *
 * Each rule takes as many as its size says of those that are left, and at least one; what no rule takes comes in one more wave. Accounts that
 * others need, and when everything is taken away those that need others, are no part of the sizes: they go with the first wave, or the last
 * one, that cannot do without them. No account is in a wave before one that it needs.
 */
export function intoWaves(accounts: readonly WaveAccount[], rules: readonly WaveRule[], facts: WaveFacts): Wave[] {
  if (accounts.length === 0) return [];
  const ids = accounts.map(({ id }) => id);
  const needs = neededAmong(ids, facts.prerequisites);
  const needed = new Set([...needs.values()].flat());
  const isMoved = (id: string): boolean =>
    facts.action === "offboard" ? (needs.get(id) ?? []).length > 0 : needed.has(id);
  const numbers = takeBySize(
    accounts.filter(({ id }) => !isMoved(id)),
    rules,
  );
  moveToNeed(ids.filter(isMoved), numbers, { needs, last: rules.length, ...facts });
  return collect(ids, rules, numbers);
}

/** In which wave each account is that counts: the number of its rule, or of the one after the last. */
function takeBySize(accounts: readonly WaveAccount[], rules: readonly WaveRule[]): Map<string, number> {
  const numbers = new Map<string, number>();
  rules.forEach(({ size, ou = "/" }, number) => {
    const possible = accounts.filter(({ ouPath }) => isUnder(ouPath, ou));
    const left = possible.filter(({ id }) => !numbers.has(id));
    for (const { id } of left.slice(0, atLeastOne(size, possible.length))) numbers.set(id, number);
  });
  for (const { id } of accounts) if (!numbers.has(id)) numbers.set(id, rules.length);
  return numbers;
}

function moveToNeed(
  moved: readonly string[],
  numbers: Map<string, number>,
  { needs, last, action, prerequisites }: WaveFacts & { needs: ReadonlyMap<string, readonly string[]>; last: number },
): void {
  const { phases, circle } = intoPhases([...needs.keys()], prerequisites);
  const inOrder = [...phases.flat(), ...circle];
  const wavesOf = (ids: readonly string[]): number[] => ids.flatMap((id) => numbers.get(id) ?? []);
  const toMove = new Set(moved);
  for (const id of action === "offboard" ? inOrder : [...inOrder].reverse()) {
    if (!toMove.has(id)) continue;
    const others =
      action === "offboard" ? (needs.get(id) ?? []) : inOrder.filter((one) => needs.get(one)?.includes(id));
    const waves = wavesOf(others);
    const first = action === "offboard" ? Math.max(...waves) : Math.min(...waves);
    numbers.set(id, Number.isFinite(first) ? first : last);
  }
  for (const id of inOrder) numbers.set(id, Math.max(numbers.get(id) ?? 0, ...wavesOf(needs.get(id) ?? [])));
}

function collect(ids: readonly string[], rules: readonly WaveRule[], numbers: ReadonlyMap<string, number>): Wave[] {
  const waveCount = rules.filter(({ canary }) => !canary).length;
  const rest: WaveRule = { name: `wave ${waveCount + 1}`, size: "100%" };
  const members = new Map<number, string[]>();
  for (const id of ids) {
    const number = numbers.get(id) ?? rules.length;
    const others = members.get(number);
    if (others) others.push(id);
    else members.set(number, [id]);
  }
  return [...rules, rest].flatMap(({ size: _size, ou: _ou, ...wave }, number) => {
    const accountIds = members.get(number) ?? [];
    return accountIds.length > 0 ? [{ ...wave, accountIds }] : [];
  });
}

/** What each account needs of the others; nobody needs itself. */
function neededAmong(ids: readonly string[], prerequisites: Prerequisites): Map<string, string[]> {
  const known = new Set(ids);
  return new Map(
    ids.map((id) => {
      const needed = (prerequisites.get(id) ?? []).map(({ accountId }) => accountId);
      return [id, [...new Set(needed)].filter((one) => one !== id && known.has(one))];
    }),
  );
}
