import type { StepEventMetadata } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { knownAfterwards, readPlannedChange } from "../../../automation/engine/planned-changes";

const urn = "urn:pulumi:222222222222::acme::cross:Access$aws:iam/role:Role::access-role";

/** A step as the engine tells it, on 3.246.0. */
function step(facts: {
  op: string;
  old?: object;
  new?: object;
  diffs?: string[];
  detailedDiff?: object;
  custom?: boolean;
}): StepEventMetadata {
  const state = (side: object | undefined) =>
    side && {
      type: "aws:iam/role:Role",
      urn,
      custom: facts.custom ?? true,
      id: "x",
      parent: "",
      provider: "",
      inputs: {},
      outputs: {},
      ...side,
    };
  return {
    urn,
    type: "aws:iam/role:Role",
    detailedDiff: null,
    logical: true,
    ...facts,
    old: state(facts.old),
    new: state(facts.new),
  } as unknown as StepEventMetadata;
}

const role = { resource: "Role access-role", type: "aws:iam/role:Role" };

describe("readPlannedChange", () => {
  it("tells all that a creation sets, and what only the creation makes known", () => {
    const inputs = {
      name: "SpotRole",
      __defaults: [],
      tagsAll: {},
      assumeRolePolicy: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      list: ["04da6b54-80e4-46f7-96ec-b56ff0331ba9"],
    };
    expect(readPlannedChange(step({ op: "create", new: { inputs } }))).to.deep.equal({
      ...role,
      change: "create",
      properties: [
        { name: "assumeRolePolicy", after: knownAfterwards },
        { name: "list", after: [knownAfterwards] },
        { name: "name", after: "SpotRole" },
      ],
    });
  });

  it("tells of an update what the provider names", () => {
    const [old, now] = [{ inputs: { policy: "a", name: "x" } }, { inputs: { policy: "b", name: "y" } }];
    const told = (facts: { diffs?: string[]; detailedDiff?: object }) =>
      readPlannedChange(step({ op: "update", old, new: now, ...facts }))?.properties;
    expect(told({ detailedDiff: { "policy.x[0]": {} } })).to.deep.equal([{ name: "policy", before: "a", after: "b" }]);
    expect(told({ diffs: ["name"] })).to.deep.equal([{ name: "name", before: "x", after: "y" }]);
    expect(told({})?.map(({ name }) => name)).to.deep.equal(["name", "policy"]);
  });

  it("tells what the world has where the stack's inputs did not change", () => {
    const old = { inputs: { policy: "a" }, outputs: { policy: "by hand" } };
    const found = readPlannedChange(step({ op: "update", old, new: { inputs: { policy: "a" } }, diffs: ["policy"] }));
    expect(found?.properties).to.deep.equal([{ name: "policy", before: "by hand", after: "a" }]);
  });

  it("tells a secret as the engine does: that it changes, not what it is", () => {
    const inputs = { password: "[secret]" };
    const found = readPlannedChange(
      step({ op: "update", old: { inputs, outputs: inputs }, new: { inputs }, diffs: ["password"] }),
    );
    expect(found?.properties).to.deep.equal([{ name: "password", before: "[secret]", after: "[secret]" }]);
  });

  it("tells a replacement once, a deletion without properties, and nothing of the rest", () => {
    const side = { inputs: { name: "x" } };
    const changes = ["create-replacement", "replace", "delete-replaced", "delete", "same", "read", "refresh"].map(
      (op) => readPlannedChange(step({ op, old: side, new: { inputs: { name: "y" } } }))?.change,
    );
    expect(changes).to.deep.equal([undefined, "replace", undefined, "delete", undefined, undefined, undefined]);
    expect(readPlannedChange(step({ op: "delete", old: side }))?.properties).to.deep.equal([]);
    expect(readPlannedChange(step({ op: "create", new: side, custom: false }))).to.equal(undefined);
  });
});
