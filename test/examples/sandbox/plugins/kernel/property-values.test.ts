import { expect } from "chai";
import * as fc from "fast-check";
import {
  hasUnknown,
  type Properties,
  type PropertyValue,
  readProperties,
  sameValue,
  unknownValue,
  writeProperties,
} from "../../../../../examples/sandbox/plugins/kernel/property-values";

const { value: anyValue } = fc.letrec<{ value: PropertyValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 3 },
    ),
  ),
}));

describe("property values", () => {
  it("come off the wire as they were put on it", () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(readProperties(writeProperties({ value }))).to.deep.equal({ value });
      }),
    );
  });

  it("leave out what is absent", () => {
    expect(readProperties(writeProperties({ gone: undefined, none: null, kept: false }))).to.deep.equal({
      kept: false,
    });
  });

  it("lose the wrapping of secrets at any depth", () => {
    const secret = (value: PropertyValue): Properties => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value,
    });
    const wire = writeProperties({ list: [secret("a")], map: { inner: secret({ deep: secret("b") }) } });
    expect(readProperties(wire)).to.deep.equal({ list: ["a"], map: { inner: { deep: "b" } } });
  });

  it("are unknown when anything inside is", () => {
    expect(hasUnknown({ a: [1, { b: unknownValue }] })).to.equal(true);
    expect(hasUnknown({ a: [1, { b: "known" }] })).to.equal(false);
  });

  it("are the same whatever the order of keys, and differ when any part does", () => {
    expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).to.equal(true);
    expect(sameValue({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 3 }], a: 1 })).to.equal(false);
    expect(sameValue({ a: 1 }, { a: 1, b: 1 })).to.equal(false);
    expect(sameValue([1, 2], [2, 1])).to.equal(false);
  });
});
