import { expect } from "chai";
import { headingOf, planFiles } from "../../../automation/artefacts/plan-files";

const heading = headingOf("acme");
const wanted = [{ path: "a.yaml", text: "a: 1\n" }];

describe("planFiles", () => {
  it("writes what is new or says something else, under a heading that tells whose it is", () => {
    const text = `${heading}\na: 1\n`;
    expect(planFiles(wanted, new Map(), heading)).to.deep.equal([{ path: "a.yaml", state: "written", text }]);
    const before = new Map([["a.yaml", `${heading}\na: 0\n`]]);
    expect(planFiles(wanted, before, heading)).to.deep.equal([{ path: "a.yaml", state: "written", text }]);
    expect(planFiles(wanted, new Map([["a.yaml", text]]), heading)).to.deep.equal([
      { path: "a.yaml", state: "unchanged" },
    ]);
  });

  it("deletes what nothing is in any more, of this fleet alone", () => {
    const existing = new Map([
      ["old.yaml", `${heading}\nold: 1\n`],
      ["mine.yaml", "mine: 1\n"],
      ["other.yaml", `${headingOf("other")}\na: 1\n`],
    ]);
    expect(planFiles([], existing, heading)).to.deep.equal([{ path: "old.yaml", state: "deleted" }]);
  });

  it("does not write over what somebody else, or another fleet, put there", () => {
    for (const text of ["a: 1\n", `${headingOf("other")}\na: 1\n`]) {
      expect(planFiles(wanted, new Map([["a.yaml", text]]), heading)).to.deep.equal([
        { path: "a.yaml", state: "strange" },
      ]);
    }
  });
});
