import { expect } from "chai";
import * as fc from "fast-check";
import { listDifferences } from "../../../automation/plan/value-differences";

const json = fc.jsonValue({ maxDepth: 4 });

describe("listDifferences", () => {
  it("finds none between equal values, in whatever order their fields are", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), json), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(listDifferences(value, reversed)).to.deep.equal([]);
      }),
    );
  });

  it("takes no field for one of another place that is written alike", () => {
    const changes = (one: unknown, other: unknown) => listDifferences(one, other).map(({ path }) => path);
    expect(changes({ tags: { "a.b": "x" } }, { tags: { a: { b: "x" } } })).to.deep.equal(["tags.a.b", 'tags["a.b"]']);
    expect(changes({ "": { a: 1 }, a: 2 }, { a: 2, "": { a: 1 } })).to.deep.equal([]);
    expect(changes({ "list[0]": 1 }, { list: [1] })).to.deep.equal(['["list[0]"]', "list[0]"]);
  });

  it("quotes no name that can be taken for one place alone", () => {
    const changes = listDifferences({ "the Pulumi CLI": "1", "a:b/c": "x" }, { "the Pulumi CLI": "2", "a:b/c": "y" });
    expect(changes.map(({ path }) => path)).to.deep.equal(["a:b/c", "the Pulumi CLI"]);
  });

  it("finds some between any two that differ", () => {
    const text = (value: unknown): string => JSON.stringify(value);
    fc.assert(
      fc.property(fc.array(json), fc.array(json), (one, other) => {
        fc.pre(text(sorted(one)) !== text(sorted(other)));
        expect(listDifferences(one, other)).not.to.deep.equal([]);
      }),
    );
  });

  it("names each place, and both values where they are short", () => {
    const before = { a: [1, { b: "x" }], gone: true, list: [], long: "y".repeat(90) };
    const after = { a: [1, { b: "z" }], come: null, list: ["x"], long: "z" };
    expect(listDifferences(before, after).map(({ path, change }) => `${path} ${change}`)).to.deep.equal([
      'a[1].b was "x" and is "z"',
      "come was not there and is null",
      "gone was true and is not there any more",
      "list was [] and is not there any more",
      'list[0] was not there and is "x"',
      "long is another one",
    ]);
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return Object.is(value, -0) ? 0 : value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
