import { expect } from "chai";
import fc from "fast-check";
import { nearestWord, suggestion } from "../../../automation/fleet/nearest-word";

describe("nearestWord", () => {
  const known = ["accounts", "concurrency", "env", "file", "maxTargets"];
  for (const [word, meant] of [
    ["acounts", "accounts"],
    ["evn", "env"],
    ["maxtargets", "maxTargets"],
    ["concurency", "concurrency"],
  ] as const) {
    it(`takes ${word} for ${meant}`, () => {
      expect(nearestWord(word, known)).to.equal(meant);
    });
  }

  it("takes a word for nothing when too much differs", () => {
    expect(nearestWord("tolerance", known)).to.equal(undefined);
  });

  it("finds every known word itself", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{2,12}$/), { minLength: 1 }), (words) => {
        for (const word of words) expect(nearestWord(word, words)).to.equal(word);
      }),
    );
  });

  it("finds a word with two neighbouring letters swapped", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{4,12}$/), fc.nat(2), (word, at) => {
        const swapped = `${word.slice(0, at)}${word[at + 1]}${word[at]}${word.slice(at + 2)}`;
        expect(nearestWord(swapped, [word])).to.equal(word);
      }),
    );
  });
});

describe("suggestion", () => {
  it("lists the known words when none is near", () => {
    expect(suggestion("zzz", ["env", "file"])).to.equal("; known: env, file");
  });

  it("lists nothing when there are too many to read", () => {
    expect(
      suggestion(
        "zzzzzz",
        Array.from({ length: 40 }, (_, index) => `account-${index}`),
      ),
    ).to.equal("");
  });
});
