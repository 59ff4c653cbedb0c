import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { InputCheck, isPlain } from "../../components/input-check";
import { settle } from "./mocked-program";

const rule = (value: string) => (value === "good" ? undefined : `"${value}" is bad`);

describe("InputCheck", () => {
  it("hands good values on, plain as they are and outputs when they are known", async () => {
    const check = new InputCheck("Thing", "one");
    expect(check.value("field", "good", rule)).to.equal("good");
    expect(check.optional("field", undefined, rule)).to.equal(undefined);
    expect(await settle(pulumi.output(check.value("field", pulumi.output("good"), rule)))).to.equal("good");
    expect(() => check.assertNone()).to.not.throw();
  });

  it("fails an output when it gets known to be bad, and says where", async () => {
    const output = new InputCheck("Thing", "one").value("field", pulumi.output("odd"), rule);
    const failure = await settle(pulumi.output(output)).catch((error: unknown) => error);
    expect(pulumi.InputPropertiesError.isInstance(failure)).to.equal(true);
    expect((failure as Error).message).to.match(/Thing "one" has inputs.*\n {2}field: "odd" is bad/);
  });

  it("throws for all plain values together", () => {
    const check = new InputCheck("Thing", "one");
    check.value("first", "odd", rule);
    check.each("list", ["good", "queer"], rule);
    expect(() => check.assertNone()).to.throw(
      pulumi.InputPropertiesError,
      /first: "odd" is bad\n {2}list\[1\]: "queer" is bad/,
    );
  });
});

describe("isPlain", () => {
  it("finds outputs and promises at any depth", () => {
    expect(isPlain({ a: [{ b: "text", c: null, d: undefined, e: 1 }] })).to.equal(true);
    expect(isPlain({ a: [{ b: pulumi.output("text") }] })).to.equal(false);
    expect(isPlain([Promise.resolve("text")])).to.equal(false);
  });
});
