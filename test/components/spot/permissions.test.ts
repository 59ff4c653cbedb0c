import { expect } from "chai";
import { spotStatements } from "../../../components/spot/permissions";
import { iamLimits } from "../../../components/trust/limits";
import { policySize, renderPermissionPolicies } from "../../../components/trust/permission-policies";

const entries = spotStatements.full.flatMap(({ actions, resources }) =>
  actions.map((action) => `${action} on ${resources}`),
);

interface Written {
  Action: string | string[];
  Resource: string;
}

describe("Spot's permissions", () => {
  it("are the documented ones: 14 statements, 186 entries, 150 of them different", () => {
    expect(spotStatements.full).to.have.length(14);
    expect(entries).to.have.length(186);
    expect(new Set(entries).size).to.equal(150);
    expect(new Set(spotStatements.full.map(({ sid }) => sid)).size).to.equal(14);
  });

  it("lose and gain no action when they are merged, and fit one managed policy with room to spare", () => {
    const [document, ...more] = renderPermissionPolicies(spotStatements.full);
    expect(more).to.deep.equal([]);
    const written = (JSON.parse(document ?? "").Statement as Written[]).flatMap(({ Action, Resource }) =>
      [Action].flat().map((action) => `${action} on ${Resource}`),
    );
    expect(written).to.have.length(150);
    expect(new Set(written)).to.deep.equal(new Set(entries));
    expect(policySize(document ?? "")).to.be.below(iamLimits.managedPolicy - 1500);
  });

  it("keep the one statement that is not about everything apart", () => {
    const narrow = spotStatements.full.filter(({ resources }) => resources.join() !== "*");
    expect(narrow).to.deep.equal([
      {
        sid: "AccesS3forElasticBeanstalk",
        effect: "Allow",
        actions: ["s3:*"],
        resources: ["arn:aws:s3:::elasticbeanstalk*"],
      },
    ]);
  });

  it("only look when they are read-only", () => {
    const verbs = spotStatements["read-only"].flatMap(({ actions }) =>
      actions.map((action) => action.split(":")[1] ?? ""),
    );
    expect(verbs.length).to.be.greaterThan(10);
    expect(verbs.filter((verb) => !/^(Describe|List|Get|BatchGet)/.test(verb))).to.deep.equal([]);
  });
});
