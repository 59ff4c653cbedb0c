import { expect } from "chai";
import * as fc from "fast-check";
import { accountsTitle, groupAccounts } from "../../../automation/plan/group-accounts";

const accountOf = (number: number) => ({ id: String(100_000_000_000 + number), name: `shop-${number}` });
const told = fc.array(fc.record({ account: fc.nat(20).map(accountOf), fact: fc.constantFrom("a", "b", "c", "d") }));

describe("groupAccounts", () => {
  it("names every account with every fact of its own once, and nothing else", () => {
    fc.assert(
      fc.property(told, (facts) => {
        const groups = groupAccounts(facts, (fact) => fact);
        const pairs = groups.flatMap(({ fact, accounts }) => accounts.map(({ id }) => `${fact} ${id}`));
        expect([...pairs].sort()).to.deep.equal(
          [...new Set(facts.map(({ fact, account }) => `${fact} ${account.id}`))].sort(),
        );
        expect(new Set(groups.map(({ fact }) => fact)).size).to.equal(groups.length);
      }),
    );
  });

  it("puts the facts of most accounts first", () => {
    fc.assert(
      fc.property(told, (facts) => {
        const sizes = groupAccounts(facts, (fact) => fact).map(({ accounts }) => accounts.length);
        expect(sizes).to.deep.equal([...sizes].sort((one, other) => other - one));
      }),
    );
  });

  it("names few accounts, and counts many", () => {
    const some = (number: number) => Array.from({ length: number }, (_, index) => accountOf(index));
    expect(accountsTitle(some(1))).to.equal("shop-0 (100000000000)");
    expect(accountsTitle(some(3))).to.equal("3 accounts (shop-0, shop-1, shop-2)");
    expect(accountsTitle(some(41))).to.equal("41 accounts");
  });
});
