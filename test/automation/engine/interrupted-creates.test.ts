import { expect } from "chai";
import type { StackState, StoredResource } from "../../../automation/engine/file-backend";
import { notePending, recordCreated } from "../../../automation/engine/interrupted-creates";

const role: StoredResource = {
  urn: "urn:role",
  type: "aws:iam/role:Role",
  inputs: { name: "New" },
  parent: "urn:parent",
};
const other: StoredResource = { urn: "urn:other", type: "aws:iam/policy:Policy", id: "arn" };
const stateWith = (resources: StoredResource[], pending?: StackState["checkpoint"]["latest"]): StackState => ({
  version: 3,
  checkpoint: { stack: "organization/acme/111111111111", latest: { resources, ...pending } },
});
const resourcesOf = (state: StackState) => state.checkpoint.latest?.resources;

describe("recording what an interrupted creation made", () => {
  it("puts it last, with its inputs as what it is until it is read", () => {
    const recorded = recordCreated(stateWith([other]), role, "New");
    expect(resourcesOf(recorded)).to.deep.equal([other, { ...role, id: "New", outputs: { name: "New" } }]);
  });

  it("puts it before what it replaces, which is left to be deleted", () => {
    const old = { ...role, id: "Old", inputs: { name: "Old" } };
    const recorded = recordCreated(stateWith([old, other]), role, "New");
    expect(resourcesOf(recorded)?.map(({ id, delete: gone }) => [id, gone])).to.deep.equal([
      ["New", undefined],
      ["Old", true],
      ["arn", undefined],
    ]);
  });
});

describe("noting what may have been made", () => {
  it("adds each resource once to what is pending", () => {
    const noted = notePending(stateWith([other]), [role]);
    expect(noted.checkpoint.latest?.pending_operations).to.deep.equal([
      { type: "creating", resource: { ...role, custom: true } },
    ]);
    expect(notePending(noted, [role])).to.equal(noted);
  });
});
