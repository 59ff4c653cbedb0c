import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { ExternalId, type ExternalIdArgs } from "../../components/external-id";
import { runMocked } from "./mocked-program";

const randomType = "random:index/randomString:RandomString";
const made = { [randomType]: () => ({ result: "Xb3kdQ0aTz7LmN2pR5sV" }) };

const run = (args: ExternalIdArgs, answers = {}) =>
  runMocked((options) => {
    const { value, values } = new ExternalId("party", args, options);
    return { value, values };
  }, answers);

describe("ExternalId", () => {
  it("makes a random value of 32 letters and digits", async () => {
    const { value, only } = await run({}, made);
    expect(only(randomType)).to.deep.include({ name: "party-random-1" });
    expect(only(randomType).inputs).to.deep.equal({ length: 32, special: false, minNumeric: 4 });
    expect(value).to.deep.equal({ value: "Xb3kdQ0aTz7LmN2pR5sV", values: ["Xb3kdQ0aTz7LmN2pR5sV"] });
  });

  it("accepts every generation while rotating, and uses the last", async () => {
    let count = 0;
    const answers = { [randomType]: () => ({ result: `Xb3kdQ0aTz7LmN2pR5s${++count}` }) };
    const { value, resources } = await run({ generations: ["2026", "2027"] }, answers);
    const names = resources.filter(({ type }) => type === randomType).map(({ name }) => name);
    expect(names).to.have.members(["party-random-2026", "party-random-2027"]);
    expect(value.values).to.have.length(2);
    expect(value.value).to.equal(value.values.at(-1));
  });

  it("takes a given value and makes none", async () => {
    const { value, resources } = await run({
      value: pulumi.output("vendor-minted-a8Kq2ZxV0bN4"),
      previousValues: ["Xb3kdQ0aTz7LmN2pR5sV"],
    });
    expect(value).to.deep.equal({
      value: "vendor-minted-a8Kq2ZxV0bN4",
      values: ["Xb3kdQ0aTz7LmN2pR5sV", "vendor-minted-a8Kq2ZxV0bN4"],
    });
    expect(resources).to.have.length(1);
  });

  const refused: [string, ExternalIdArgs, RegExp][] = [
    ["an account id", { value: "111111111111" }, /value: is guessable: it is an account id/],
    [
      "a name it was told of",
      { value: "AcmeProductionAccount", guessable: ["acmeproductionaccount"] },
      /name that others know/,
    ],
    ["a short value", { previousValues: ["short"] }, /previousValues\[0\]: is guessable: it has 5 characters/],
    [
      "generations of a given value",
      { value: "Xb3kdQ0aTz7LmN2pR5sV", generations: ["1"] },
      /generations: are for random values/,
    ],
    ["no generation", { generations: [] }, /generations: must be different names, at least one/],
    ["a generation twice", { generations: ["1", "1"] }, /generations: must be different names/],
  ];
  for (const [title, args, reason] of refused) {
    it(`refuses ${title}`, async () => {
      await runMocked((options) => {
        expect(() => new ExternalId("bad", args, options)).to.throw(pulumi.InputPropertiesError, reason);
      });
    });
  }
});
