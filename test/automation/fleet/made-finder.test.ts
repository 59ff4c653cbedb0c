import { expect } from "chai";
import { type MadeIam, madeFinderIn } from "../../../automation/fleet/made-finder";

const accountId = "111111111111";
const trust = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow" }] });
const sameTrust = JSON.stringify({ Statement: [{ Effect: "Allow" }], Version: "2012-10-17" }, undefined, 2);
const otherTrust = JSON.stringify({ Version: "2012-10-17", Statement: [] });

describe("looking for what an interrupted creation made", () => {
  let closed: number;
  beforeEach(() => {
    closed = 0;
  });

  const find = (iam: Partial<MadeIam>, type: string, inputs: Record<string, unknown>) => {
    const absent = async () => undefined;
    const close = () => {
      closed += 1;
    };
    const view = { readRole: absent, readPolicy: absent, readInstanceProfile: absent, ...iam, close };
    return madeFinderIn(() => view, { partition: "aws", accountId }).find({ type, inputs });
  };
  const roleOf = (path: string, document: string): Partial<MadeIam> => ({
    readRole: async (name) => ({ arn: `arn:aws:iam::${accountId}:role${path}${name}`, trust: document }),
  });

  it("takes a role of that name, path and trust policy for ours, however that is written", async () => {
    const inputs = { name: "SpotRole", path: "/", assumeRolePolicy: trust };
    expect(await find(roleOf("/", sameTrust), "aws:iam/role:Role", inputs)).to.equal("SpotRole");
    expect(closed).to.equal(1);
  });

  it("takes no role for ours that lets somebody else in, lies elsewhere or is not there", async () => {
    const inputs = { name: "SpotRole", path: "/", assumeRolePolicy: trust };
    expect(await find(roleOf("/", otherTrust), "aws:iam/role:Role", inputs)).to.equal(undefined);
    expect(await find(roleOf("/vendors/", trust), "aws:iam/role:Role", inputs)).to.equal(undefined);
    expect(await find(roleOf("/", "no document"), "aws:iam/role:Role", inputs)).to.equal(undefined);
    expect(await find({}, "aws:iam/role:Role", inputs)).to.equal(undefined);
  });

  it("finds a policy by its ARN and its document", async () => {
    const asked: string[] = [];
    const readPolicy = async (arn: string) => {
      asked.push(arn);
      return sameTrust;
    };
    const inputs = { name: "P", path: "/x/", policy: trust };
    const arn = `arn:aws:iam::${accountId}:policy/x/P`;
    expect(await find({ readPolicy }, "aws:iam/policy:Policy", inputs)).to.equal(arn);
    expect(asked).to.deep.equal([arn]);
    expect(await find({ readPolicy }, "aws:iam/policy:Policy", { ...inputs, policy: otherTrust })).to.equal(undefined);
  });

  it("finds an instance profile that has its role, or none yet", async () => {
    const type = "aws:iam/instanceProfile:InstanceProfile";
    const inputs = { name: "Base", role: "Base" };
    const profile = (roleNames: string[]) => ({ readInstanceProfile: async () => ({ path: "/", roleNames }) });
    expect(await find(profile([]), type, inputs)).to.equal("Base");
    expect(await find(profile(["Base"]), type, inputs)).to.equal("Base");
    expect(await find(profile(["Other"]), type, inputs)).to.equal(undefined);
  });

  it("knows nothing of other types", async () => {
    expect(await find({}, "aws:s3/bucket:Bucket", { bucket: "x" })).to.equal(undefined);
  });
});
