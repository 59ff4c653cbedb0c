import { expect } from "chai";
import { Faults } from "../../../../examples/sandbox/faults/faults";

describe("faults", () => {
  it("strike by chance as often as asked, the same way for the same seed", () => {
    const strikes = (seed: number) => {
      const faults = new Faults(seed);
      faults.add({ fault: { kind: "connection-reset" }, probability: 0.3 });
      return Array.from({ length: 2000 }, () => faults.strike("GET /x").length);
    };
    expect(strikes(7)).to.deep.equal(strikes(7));
    expect(strikes(7)).to.not.deep.equal(strikes(8));
    expect(strikes(7).reduce((sum, one) => sum + one)).to.be.within(500, 700);
  });
});
