import { expect } from "chai";
import fc from "fast-check";
import { atLeastOne, concurrencyOf, countOf } from "../../../automation/plan/amount";

const total = fc.nat(20_000);
const percent = fc.integer({ min: 0, max: 100 });

describe("An amount of accounts", () => {
  it("is a number as it stands, whatever there is", () => {
    fc.assert(fc.property(fc.nat(), total, (number, all) => countOf(number, all) === number));
  });

  it("is a share rounded down: never more than the share, and never one account less than it has to be", () => {
    fc.assert(
      fc.property(percent, total, (share, all) => {
        const found = countOf(`${share}%`, all);
        expect(found * 100).to.be.at.most(share * all);
        expect((found + 1) * 100).to.be.above(share * all);
      }),
    );
    expect([countOf("100%", 7), countOf("10%", 19), countOf("29%", 100), countOf("0%", 5)]).to.deep.equal([
      7, 1, 29, 0,
    ]);
  });

  it("is at least one where something has to begin, and at most 100 are worked on together", () => {
    expect([atLeastOne("10%", 3), atLeastOne("0%", 0), atLeastOne(2, 1)]).to.deep.equal([1, 1, 2]);
    expect([concurrencyOf("50%", 1_000), concurrencyOf("10%", 50), concurrencyOf(10, 3)]).to.deep.equal([100, 5, 10]);
  });

  it("is refused when it is neither", () => {
    for (const text of ["10", "1.5%", "101%", "-1%", "%", ""]) {
      expect(() => countOf(text, 10), text).to.throw(RangeError);
    }
  });
});
