import { expect } from "chai";
import { describeDrift } from "../../../automation/drift/describe-drift";
import type { DriftedProperty, DriftedResource } from "../../../automation/model";

const role = (...properties: DriftedProperty[]): DriftedResource => ({
  ...{ resource: "Role access-role", type: "aws:iam/role:Role", id: "SpotRole" },
  ...{ change: properties.length > 0 ? "changed" : "gone", properties },
});

describe("A drifted resource in words", () => {
  it("is called what it is, by the name a person knows", () => {
    expect(describeDrift(role())).to.equal("the role SpotRole is gone");
    const policy = { ...role(), type: "aws:iam/policy:Policy", id: "arn:aws:iam::222222222222:policy/ops/SpotPolicy" };
    expect(describeDrift(policy)).to.equal("the policy SpotPolicy is gone");
    const other = { ...role(), type: "aws:sqs/queue:Queue", resource: "Queue mine", id: "q-1" };
    expect(describeDrift(other)).to.equal("Queue mine q-1 is gone");
  });

  it("says of each property what it is and what it was, as long as both can be read in a line", () => {
    expect(describeDrift(role({ name: "maxSessionDuration", recorded: "3600", live: "7200" }))).to.equal(
      "the role SpotRole was changed: longest session is 7200 instead of 3600",
    );
    expect(describeDrift(role({ name: "policy", recorded: "x".repeat(99), live: "y" }))).to.match(/is another one$/);
    const added = role({ name: "permissionsBoundary", live: "arn" }, { name: "description", recorded: "text" });
    expect(describeDrift(added)).to.match(/permissions boundary was added; description is not there any more$/);
  });
});
