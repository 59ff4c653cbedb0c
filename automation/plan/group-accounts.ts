/** One account, as a text names it. */
export interface NamedAccount {
  id: string;
  name: string;
}

/** Something that is the same in several accounts. */
export interface AccountGroup<Fact> {
  fact: Fact;
  accounts: NamedAccount[];
}

/**
 * Puts the accounts together of which the same is to be said, those with the most accounts first, then in the order they were told. Pure.
 *
 * @param keyOf Equal texts for what counts as the same.
 */
export function groupAccounts<Fact>(
  told: Iterable<{ account: NamedAccount; fact: Fact }>,
  keyOf: (fact: Fact) => string,
): AccountGroup<Fact>[] {
  const groups = new Map<string, { fact: Fact; byId: Map<string, NamedAccount> }>();
  for (const { account, fact } of told) {
    const key = keyOf(fact);
    const group = groups.get(key) ?? { fact, byId: new Map() };
    groups.set(key, group);
    if (!group.byId.has(account.id)) group.byId.set(account.id, account);
  }
  return [...groups.values()]
    .map(({ fact, byId }) => ({ fact, accounts: [...byId.values()] }))
    .sort((one, other) => other.accounts.length - one.accounts.length);
}

/** Equal texts for the same accounts, in whatever order. */
export function accountsKey(accounts: readonly NamedAccount[]): string {
  return accounts
    .map(({ id }) => id)
    .sort()
    .join();
}

const mostNamed = 5;

/** `shop-dev (222222222222)`, `3 accounts (shop-dev, shop-prod, data)`, `41 accounts`. */
export function accountsTitle(accounts: readonly NamedAccount[]): string {
  const [only] = accounts;
  if (only && accounts.length === 1) return `${only.name} (${only.id})`;
  const names = accounts.length <= mostNamed ? ` (${accounts.map(({ name }) => name).join(", ")})` : "";
  return `${accounts.length} accounts${names}`;
}
