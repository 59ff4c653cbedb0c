import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import { readStackSettings } from "../../../automation/program/pulumi-up/stack-settings";

const valid = {
  "cross-account:accountId": "111111111111",
  "cross-account:grants": '{"spot":{"token":{"env":"SPOTINST_TOKEN"}}}',
};

const read = (config: Record<string, string>) => {
  pulumi.runtime.setAllConfig(config);
  return readStackSettings();
};

const refusal = (config: Record<string, string>): string => {
  try {
    read(config);
  } catch (error) {
    expect(pulumi.RunError.isInstance(error)).to.equal(true);
    return (error as Error).message;
  }
  throw new Error("the settings were accepted");
};

describe("The settings of a plain stack", () => {
  afterEach(() => pulumi.runtime.setAllConfig({}));

  it("come from the stack's configuration, with the defaults filled in", () => {
    const settings = read({
      ...valid,
      "cross-account:region": "eu-west-1",
      "cross-account:enter": '["arn:aws:iam::111111111111:role/Entry"]',
      "cross-account:tags": '{"team":"cloud"}',
      "aws:region": "us-west-2",
    });
    expect(settings).to.deep.include({
      accountId: "111111111111",
      region: "eu-west-1",
      enter: ["arn:aws:iam::111111111111:role/Entry"],
      tags: { team: "cloud" },
    });
    expect(settings.grants.spot).to.deep.include({ token: { env: "SPOTINST_TOKEN" }, roleName: "SpotRole" });
  });

  it("are refused with every problem at once, each with its place", () => {
    const message = refusal({
      "cross-account:accountId": "12345",
      "cross-account:grants": '{"spot":{"token":{"env":"SPOT TOKEN"},"rolename":"x"}}',
      "cross-account:grant": "{}",
      "cross-account:enter": "not a list",
    });
    expect(message).to.include("cross-account:accountId is not an AWS account id");
    expect(message).to.include("cross-account:grants.spot.token.env is not the name of an environment variable");
    expect(message).to.include('"rolename"');
    expect(message).to.include("cross-account:grant is not a setting");
    expect(message).to.include("cross-account:enter ");
  });

  it("are refused when what is needed is missing", () => {
    const message = refusal({});
    expect(message).to.include("cross-account:accountId").and.to.include("cross-account:grants");
  });
});
