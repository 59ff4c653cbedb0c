import { expect } from "chai";
import { renderStackerAwsConfig, type StackerAwsConfig } from "../../../components/stacker/aws-config";
import { TrustError } from "../../../components/trust/trust-problem";

const minimal: StackerAwsConfig = {
  region: "us-east-1",
  master: { roleArn: "arn:aws:iam::111111111111:role/Stacker" },
  accounts: [{ profile: "prod", roleArn: "arn:aws:iam::222222222222:role/Stacker" }],
};
const [prod] = minimal.accounts;

describe("the AWS configuration for stacker", () => {
  it("goes from the environment to the master account, and from there on", () => {
    expect(renderStackerAwsConfig(minimal)).to.equal(
      [
        "[profile master]",
        "region = us-east-1",
        "role_arn = arn:aws:iam::111111111111:role/Stacker",
        "role_session_name = stacker",
        "credential_source = Environment",
        "",
        "[profile prod]",
        "region = us-east-1",
        "role_arn = arn:aws:iam::222222222222:role/Stacker",
        "role_session_name = stacker",
        "source_profile = master",
        "",
      ].join("\n"),
    );
  });

  it("writes what else is asked for", () => {
    const text = renderStackerAwsConfig({
      ...minimal,
      sessionName: "ann",
      master: { ...minimal.master, sourceProfile: "me", mfaSerial: "arn:aws:iam::111111111111:mfa/ann" },
      accounts: [
        {
          profile: "eu",
          roleArn: String(prod?.roleArn),
          region: "eu-west-1",
          externalId: "Xb3-9dkQ",
          durationSeconds: 900,
        },
      ],
    });
    for (const line of [
      "source_profile = me",
      "mfa_serial = arn:aws:iam::111111111111:mfa/ann",
      "role_session_name = ann",
      "region = eu-west-1",
      "external_id = Xb3-9dkQ",
      "duration_seconds = 900",
    ]) {
      expect(text.split("\n")).to.include(line);
    }
    expect(text).to.not.contain("credential_source");
  });

  const { master } = minimal;
  const account = { profile: "prod", roleArn: "arn:aws:iam::222222222222:role/Stacker" };
  const bad: Record<string, [Partial<StackerAwsConfig>, string]> = {
    "a profile with a space": [{ accounts: [{ ...account, profile: "prod east" }] }, "accounts[0].profile"],
    "a profile twice": [{ accounts: [account, account] }, "more than once"],
    "a profile called as the master": [{ accounts: [{ ...account, profile: "master" }] }, "more than once"],
    "a role with a comment behind it": [
      { accounts: [{ ...account, roleArn: `${account.roleArn} # prod` }] },
      "roleArn",
    ],
    "a line break": [{ sessionName: "a\nrole_arn = b" }, "sessionName"],
    "a source botocore does not know": [{ master: { ...master, credentialSource: "environment" } }, "credentialSource"],
    "both sources": [{ master: { ...master, credentialSource: "Environment", sourceProfile: "me" } }, "master"],
    "a circle of profiles": [{ master: { ...master, sourceProfile: "prod" } }, "master.sourceProfile"],
    "a second factor without its profile": [
      { master: { ...master, mfaSerial: "arn:aws:iam::111111111111:mfa/ann" } },
      "master.mfaSerial",
    ],
    "a session of two hours": [{ accounts: [{ ...account, durationSeconds: 7200 }] }, "durationSeconds"],
    "an external id of one character": [{ accounts: [{ ...account, externalId: "x" }] }, "externalId"],
    "no region": [{ region: "" }, "region"],
  };
  for (const [what, [change, place]] of Object.entries(bad)) {
    it(`refuses ${what}`, () => {
      expect(() => renderStackerAwsConfig({ ...minimal, ...change })).to.throw(TrustError, place);
    });
  }
});
