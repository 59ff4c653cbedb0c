/** A number of accounts, or a share of some, such as `10%`. */
export type Amount = number | string;

/** How a share of accounts is written: `0%` to `100%`, in whole percents. */
export const sharePattern = /^(100|\d{1,2})%$/;

/**
 * How many of `total` accounts an amount stands for; a share is rounded down. Pure.
 *
 * @throws RangeError when it is neither a number nor a share.
 */
export function countOf(amount: Amount, total: number): number {
  if (typeof amount === "number") return amount;
  const [, percent] = sharePattern.exec(amount) ?? [];
  if (percent === undefined)
    throw new RangeError(`"${amount}" is neither a number of accounts nor a share such as 10%`);
  return Math.floor((total * Number(percent)) / 100);
}

/** The same, but at least one: what is to go on at all has to begin with something. */
export function atLeastOne(amount: Amount, total: number): number {
  return Math.max(1, countOf(amount, total));
}

// More processes at once would only wait for each other.
const mostAtOnce = 100;

/** How many of `total` accounts are worked on at the same time; at least one, at most 100. */
export function concurrencyOf(amount: Amount, total: number): number {
  return Math.min(mostAtOnce, atLeastOne(amount, total));
}
