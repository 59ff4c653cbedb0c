import { expect } from "chai";
import { findRoleDrift } from "../../../automation/drift/role-drift";
import type { LiveRole } from "../../../automation/prove/account-iam";

const trustIn = (account: string) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "sts:AssumeRole" }],
  });
const arn = "arn:aws:iam::222222222222:role/ops/SpotRole";
const recorded = [{ arn, trust: trustIn("922761411349"), kept: true }];

async function driftOf(live: LiveRole | undefined): Promise<{ sentences: string[]; asked: string[] }> {
  const asked: string[] = [];
  const iam = {
    readRole: async (name: string) => {
      asked.push(name);
      return live;
    },
  };
  return { sentences: await findRoleDrift(iam, recorded), asked };
}

describe("The roles of an account beside those its stack records", () => {
  it("are asked for once each, by their names without the path", async () => {
    const { sentences, asked } = await driftOf({ arn, trust: trustIn("922761411349") });
    expect(asked).to.deep.equal(["SpotRole"]);
    expect(sentences).to.deep.equal([]);
  });

  it("tell a role that is gone, one of its name elsewhere, and one that lets in others", async () => {
    expect((await driftOf(undefined)).sentences).to.deep.equal(["the role SpotRole is gone"]);
    const elsewhere = "arn:aws:iam::222222222222:role/SpotRole";
    const moved = await driftOf({ arn: elsewhere, trust: trustIn("922761411349") });
    expect(moved.sentences[0]).to.include("is gone").and.include(elsewhere);
    const changed = await driftOf({ arn, trust: trustIn("888888888888") });
    expect(changed.sentences[0]).to.match(/^the role SpotRole has another trust policy than was given: it lets in/);
  });
});
