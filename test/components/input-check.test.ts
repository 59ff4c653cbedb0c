import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { InputCheck, isPlain } from "../../components/input-check";
import { runMocked } from "./mocked-program";

const rule = (value: string) => (value === "good" ? undefined : `"${value}" is bad`);

class Thing extends pulumi.ComponentResource {}

const run = <T>(use: (check: InputCheck) => T) =>
  runMocked((options) => use(new InputCheck("Thing", "one", new Thing("test:index:Thing", "one", {}, options))));

describe("InputCheck", () => {
  it("hands good values on, plain as they are and outputs when they are known", async () => {
    const { value, errors } = await run((check) => {
      const values = [check.value("a", "good", rule), check.value("b", pulumi.output("good"), rule)];
      expect(values[0]).to.equal("good");
      expect(check.optional("c", undefined, rule)).to.equal(undefined);
      check.assertNone();
      return values;
    });
    expect(value).to.deep.equal(["good", "good"]);
    expect(errors).to.deep.equal([]);
  });

  it("makes an output that gets known to be bad an error of the update, and hands it on rather than to reject", async () => {
    const { value, errors } = await run((check) => {
      const output = check.value("field", pulumi.output("odd"), rule);
      check.assertNone();
      return output;
    });
    expect(value).to.equal("odd");
    expect(errors.join("")).to.match(/Thing "one" has inputs that cannot be used:\n {2}field: "odd" is bad/);
  });

  it("throws for all plain values together", async () => {
    await run((check) => {
      check.value("first", "odd", rule);
      check.each("list", ["good", "queer"], rule);
      expect(() => check.assertNone()).to.throw(
        pulumi.InputPropertiesError,
        /first: "odd" is bad\n {2}list\[1\]: "queer" is bad/,
      );
    });
  });
});

describe("isPlain", () => {
  it("finds outputs and promises at any depth", () => {
    expect(isPlain({ a: [{ b: "text", c: null, d: undefined, e: 1 }] })).to.equal(true);
    expect(isPlain({ a: [{ b: pulumi.output("text") }] })).to.equal(false);
    expect(isPlain([Promise.resolve("text")])).to.equal(false);
  });
});
