import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import { expect } from "chai";
import { listRecordedRoles } from "../../../automation/engine/recorded-roles";
import { createStepFindings, type StepFindings } from "../../../automation/engine/step-findings";

const arn = "arn:aws:iam::222222222222:role/SpotRole";

interface Sides {
  inputs?: object;
  outputs?: object;
}

function findingsOf(
  op: string,
  type: string,
  before: Sides | undefined,
  after: Sides | undefined,
  more = {},
): StepFindings {
  const urn = `urn:pulumi:1::acme::my:Comp$${type}::access-role`;
  const side = (state: Sides | undefined) => state && { id: "SpotRole", inputs: {}, outputs: {}, ...state };
  const metadata = {
    op,
    urn,
    type,
    ...more,
    ...{ old: side(before), new: side(after) },
  } as unknown as StepEventMetadata;
  const findings = createStepFindings();
  findings.read({ sequence: 1, timestamp: 0, resOutputsEvent: { metadata, planning: true } } as EngineEvent);
  return findings;
}

describe("What the steps of an operation tell", () => {
  const role = "aws:iam/role:Role";
  const given = {
    inputs: { tags: {}, __defaults: [] },
    outputs: { arn, assumeRolePolicy: "{}", tags: {}, uniqueId: "A" },
  };

  it("is the role a stack records, and whether it was left as it was", () => {
    expect(findingsOf("same", role, given, given).roles()).to.deep.equal([{ arn, trust: "{}", kept: true }]);
    expect(findingsOf("update", role, given, given).roles()).to.deep.equal([{ arn, trust: "{}", kept: false }]);
    expect(findingsOf("same", "aws:iam/policy:Policy", given, given).roles()).to.deep.equal([]);
    expect(findingsOf("delete", role, given, undefined).roles()).to.deep.equal([]);
  });

  it("is a resource that is gone", () => {
    expect(findingsOf("delete", role, given, undefined).drift()).to.deep.equal([
      { resource: "Role access-role", type: role, id: "SpotRole", change: "gone", properties: [] },
    ]);
  });

  it("is a property that was set and is another now, not what AWS adds of its own", () => {
    const live = {
      inputs: { tags: { by: "hand" } },
      outputs: { ...given.outputs, tags: { by: "hand" }, uniqueId: "B" },
    };
    const [drifted] = findingsOf("update", role, given, live).drift();
    expect(drifted?.properties).to.deep.equal([{ name: "tags", recorded: "{}", live: '{"by":"hand"}' }]);
    const rebuilt = { ...given, outputs: { ...given.outputs, uniqueId: "B" } };
    expect(findingsOf("update", role, given, rebuilt).drift()).to.deep.equal([]);
  });

  it("is only what the provider calls a difference, where it says so", () => {
    const live = { ...given, outputs: { ...given.outputs, tags: { by: "hand" } } };
    const told = (detailedDiff: object | null) => findingsOf("update", role, given, live, { detailedDiff }).drift();
    expect(told({ description: {} })).to.deep.equal([]);
    expect(told({ "tags.by": {} })).to.have.length(1);
    expect(told(null), "told nothing").to.have.length(1);
  });

  it("is nothing for what stayed the same, and for the stack and its providers", () => {
    expect(findingsOf("same", role, given, given).drift()).to.deep.equal([]);
    expect(findingsOf("delete", "pulumi:providers:aws", given, undefined).drift()).to.deep.equal([]);
  });
});

describe("The roles in a stack's state", () => {
  it("are those that are there, not the ones waiting for their deletion or half made", () => {
    const outputs = { arn, assumeRolePolicy: "{}" };
    const resources = [
      { type: "pulumi:pulumi:Stack" },
      { type: "aws:iam/role:Role", outputs },
      { type: "aws:iam/role:Role", outputs: { ...outputs, arn: `${arn}-old` }, delete: true },
      { type: "aws:iam/role:Role", inputs: { assumeRolePolicy: "{}" } },
    ];
    expect(listRecordedRoles(resources)).to.deep.equal([{ arn, trust: "{}", kept: true }]);
  });
});
