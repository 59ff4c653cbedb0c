import type { EngineEvent } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { createFailedCreates } from "../../../automation/engine/failed-creates";

const failing = (op: string, inputs: object): EngineEvent => {
  const state = {
    urn: "urn:role",
    type: "aws:iam/role:Role",
    inputs,
    parent: "urn:parent",
    provider: "urn:provider::1",
  };
  return {
    sequence: 1,
    timestamp: 1,
    resOpFailedEvent: { metadata: { op, new: state }, status: 0, steps: 1 },
  } as never;
};

describe("creations that failed", () => {
  it("are known with what a state records of a resource", () => {
    const failed = createFailedCreates();
    failed.read(failing("create", { name: "Role" }));
    failed.read(failing("create-replacement", { name: "Role" }));
    expect(failed.list()).to.deep.equal([
      {
        urn: "urn:role",
        type: "aws:iam/role:Role",
        inputs: { name: "Role" },
        parent: "urn:parent",
        provider: "urn:provider::1",
      },
    ]);
  });

  it("are no updates, no deletions and nothing that holds a secret", () => {
    const failed = createFailedCreates();
    failed.read(failing("update", { name: "Role" }));
    failed.read(failing("delete", { name: "Role" }));
    failed.read(failing("create", { name: "[secret]" }));
    failed.read({ sequence: 1, timestamp: 1 } as never);
    expect(failed.list()).to.deep.equal([]);
  });
});
