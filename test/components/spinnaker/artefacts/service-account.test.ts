import { expect } from "chai";
import { parseAllDocuments } from "yaml";
import { renderServiceAccounts } from "../../../../components";
import { serviceAccount } from "./sample-settings";

const render = (more: object = {}) =>
  [parseAllDocuments(renderServiceAccounts({ ...serviceAccount, ...more }))].flat().map((document) => document.toJS());

describe("The service accounts", () => {
  it("carry the role that EKS gives their pods", () => {
    expect(render()).to.deep.equal([
      {
        apiVersion: "v1",
        kind: "ServiceAccount",
        metadata: {
          name: "clouddriver",
          namespace: "spinnaker",
          annotations: { "eks.amazonaws.com/role-arn": serviceAccount.roleArn },
        },
      },
    ]);
  });

  it("are two when rosco has its own", () => {
    expect(
      render({ name: "cd", roscoName: "bake", namespace: "ops" }).map(({ metadata }) => metadata.name),
    ).to.deep.equal(["cd", "bake"]);
    expect(render({ roscoName: "clouddriver" })).to.have.length(1);
  });

  it("are refused with a name Kubernetes does not take, or with no role", () => {
    expect(() => render({ roleArn: "SpinnakerAuthRole", namespace: "Spinnaker", roscoName: "a_b" })).to.throw(
      /roleArn "SpinnakerAuthRole" is not the ARN of a role; namespace "Spinnaker" cannot be.*; roscoName "a_b" cannot be/,
    );
  });
});
