/** How a verb ended, for whoever called it. */
export const exitCodes = {
  done: 0,
  /** The input cannot be used, or something unexpected kept the verb from its work; nothing was changed. */
  badInput: 1,
  someAccountsFailed: 2,
  /** The same number: accounts are not as they should be. */
  drifted: 2,
  /** A guard refused; nothing was changed. */
  refused: 3,
  cancelled: 130,
} as const;
