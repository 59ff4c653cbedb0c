import { expect } from "chai";
import fc from "fast-check";
import { findExternalIdPatternProblem, findExternalIdProblem } from "../../../components/trust/external-id-rules";
import { externalIds } from "./arbitrary-trust";

describe("External id rules", () => {
  const good: [string, string][] = [
    ["Spot's older form", "spotinst:aws:extid:a8Kq2ZxV0bN4mW1c"],
    ["Spot's form of today", "Xb3-_9dkQ0aTz7LmN2pR5sVwYcFgHjK1eU4iOo8tBnM6"],
    ["Spacelift's form", "acme@01HXYZABCDEFGHJKMNPQRSTVWX@my-stack@write"],
    ["a UUID", "0f8fad5b-d9cb-469f-a165-70867728950e"],
  ];
  for (const [name, value] of good) {
    it(`accept ${name}`, () => {
      expect(findExternalIdProblem(value, ["acme", "SpotRole"])).to.equal(undefined);
    });
  }

  const refused: [string, RegExp][] = [
    ["", /fewer than 16/],
    ["abc123", /has 6 characters/],
    ["111111111111", /is an account id/],
    ["111111111111-222222222222", /hardly anything is left/],
    ["SpotRoleProduction", /a name that others know/],
    ["spotroleproduction", /a name that others know/],
    ["acme-SpotRoleProduction-1", /hardly anything is left/],
    ["prefix-111111111111", /hardly anything is left/],
    ["acme-production-account", /made of words only/],
    ["ACME_PRODUCTION_ACCOUNT", /made of words only/],
    ["a1a1a1a1a1a1a1a1a1a1", /hardly anything is left/],
    ["*", /is a wildcard/],
    ["acme@*", /is a wildcard/],
    ["spaces are not allowed 1", /character that AWS refuses/],
    [`x9Y${"z".repeat(1300)}`, /at most 1224/],
  ];
  for (const [value, reason] of refused) {
    it(`refuse "${value.slice(0, 30)}"`, () => {
      expect(findExternalIdProblem(value, ["acme", "SpotRoleProduction"])).to.match(reason);
    });
  }

  it("accept whatever is made at random", () => {
    fc.assert(fc.property(externalIds, (value) => findExternalIdProblem(value) === undefined));
  });

  it("refuse any name and any account id they are told about, in any case and with separators", () => {
    const words = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{15,30}$/);
    fc.assert(
      fc.property(words, fc.stringMatching(/^\d{12}$/), (word, account) => {
        expect(findExternalIdProblem(word.toUpperCase(), [word])).to.match(/guessable/);
        expect(findExternalIdProblem(`${account}:${word}`, [word])).to.match(/guessable/);
      }),
    );
  });

  it("accept a pattern that begins with the customer's own part", () => {
    for (const pattern of ["acme@*", "acme@*@my-stack@*", "acme@01HX*"]) {
      expect(findExternalIdPatternProblem(pattern), pattern).to.equal(undefined);
    }
  });

  it("refuse a pattern that lets in other customers", () => {
    for (const pattern of ["*", "a*", "?cme@*", "acme*", "*@acme"]) {
      expect(findExternalIdPatternProblem(pattern), pattern).to.match(/lets in other customers/);
    }
  });
});
