import { expect } from "chai";
import * as fc from "fast-check";
import { z } from "zod";
import { checkInputs, diffInputs } from "../../providers/resource-inputs";

// The engine's stand-in for a value that is not known in a preview.
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const schema = z.object({
  token: z.object({ env: z.string() }),
  size: z.number().default(3),
  name: z.string().regex(/[a-z]/, "needs a letter"),
});

describe("the inputs of a vendor resource", () => {
  it("are completed with defaults, and keep what the schema does not know", () => {
    expect(checkInputs(schema, { token: { env: "A" }, name: "a", __provider: "text" })).to.deep.equal({
      inputs: { token: { env: "A" }, name: "a", size: 3, __provider: "text" },
      failures: [],
    });
  });

  it("are told all that is wrong with them, each at its place", () => {
    const { failures } = checkInputs(schema, { token: { env: 1 }, name: "1" });

    expect(failures.map(({ property }) => property)).to.deep.equal(["token.env", "name"]);
    expect(failures[1]?.reason).to.equal("needs a letter");
  });

  it("are not complained about while they are unknown, at any depth", () => {
    const { failures, inputs } = checkInputs(schema, { token: { env: unknown }, size: unknown, name: "1" });

    expect(failures.map(({ property }) => property)).to.deep.equal(["name"]);
    expect(inputs).to.deep.equal({ token: { env: unknown }, size: unknown, name: "1" });
  });
});

describe("the difference between stored and wanted inputs", () => {
  const rules = { replace: ["id"], update: ["tags"] };

  it("announces no replacement for a value that is not known yet, only a change", () => {
    expect(diffInputs({ id: "a" }, { id: unknown }, rules)).to.deep.equal({ changes: true });
    expect(diffInputs({ id: "a" }, { id: "b" }, rules)).to.deep.equal({ changes: true, replaces: ["id"] });
  });

  it("is none exactly when the inputs that matter are equal by value", () => {
    const value = fc.jsonValue();
    fc.assert(
      fc.property(value, value, value, (tags, other, irrelevant) => {
        const same = diffInputs({ tags, ignored: 1 }, { tags: structuredClone(tags), ignored: irrelevant }, rules);
        expect(same).to.deep.equal({ changes: false });
        expect(diffInputs({ tags: [tags] }, { tags: [tags, other] }, rules)).to.deep.equal({ changes: true });
      }),
    );
  });
});
