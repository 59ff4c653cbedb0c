import { expect } from "chai";
import { isNewEnough } from "../../../../examples/sandbox/set-up/find-go";

describe("isNewEnough", () => {
  for (const version of ["go1.25.8", "go1.25.10", "go1.26", "go1.26.6", "go2.0"]) {
    it(`takes ${version}`, () => {
      expect(isNewEnough(version)).to.equal(true);
    });
  }
  for (const version of ["go1.25.7", "go1.25", "go1.9.9", "go1.24.13", "devel", ""]) {
    it(`refuses ${version || "no version"}`, () => {
      expect(isNewEnough(version)).to.equal(false);
    });
  }
});
